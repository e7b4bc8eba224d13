"""The server: SPARQL endpoint, linked data, and pages for people."""

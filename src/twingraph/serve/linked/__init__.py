"""Linked data: what an IRI leads to, in RDF and JSON-LD, and how the documents point to one another."""

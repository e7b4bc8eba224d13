"""The graph for notebooks: tables, networks and quotes from a store or an endpoint, alike from both."""

"""The graph beside Wikidata: which items its things are, and what both say of partner cities."""

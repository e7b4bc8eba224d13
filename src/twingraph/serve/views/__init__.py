"""One selection of agreements, seen as table, map, network and timeline.

``atlas`` holds what the graph says of all agreements and their parties; ``selection`` is what a reader asks
for, as it stands in the address of a page; ``selection_query`` is the same question in SPARQL.
"""

"""The network of a selection as a file: for Gephi, Cytoscape, QGIS, a spreadsheet or a notebook."""

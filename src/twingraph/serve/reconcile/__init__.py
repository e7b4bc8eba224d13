"""The Entity Reconciliation API 0.2 of the W3C community group, for OpenRefine and programs like it.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

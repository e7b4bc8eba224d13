"""Sister-city lists of others -> a named graph each, over the cities that releases speak of.

A register says who lists whom; it is no release, and nothing of it is a fact of the default graph.
"""

from __future__ import annotations

from twingraph.registers.graph import About, Register, make_register
from twingraph.registers.place import Known
from twingraph.registers.presets import PRESETS, columns_of, parse_map
from twingraph.registers.read import read_list
from twingraph.registers.report import summary, write_report

__all__ = [
    "PRESETS", "About", "Known", "Register", "columns_of", "make_register", "parse_map", "read_list",
    "summary", "write_report",
]  # fmt: skip

"""Files -> press releases: text, Markdown, PDF, HTML pages, messages, and archives of them."""

from twingraph.read.find import find_releases
from twingraph.read.kinds import SUFFIXES
from twingraph.read.release import read_release
from twingraph.read.source import files_of, read_original
from twingraph.read.text import decode

__all__ = ["SUFFIXES", "decode", "files_of", "find_releases", "read_original", "read_release"]

"""``python -m twingraph`` is the command line."""

from twingraph.cli import main

main()

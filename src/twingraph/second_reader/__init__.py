"""An optional second reader: a language model at an OpenAI-compatible address, held to the words of a text.

What it says counts only where its quote stands in the text letter for letter; it adds to what the rules read
and never overrides it.  An answer is kept, so that nothing is asked twice and the same input gives the same
graph.  Whatever goes wrong there, the facts of the rules stay.
"""

from twingraph.second_reader.reader import SecondReader, open_second_reader

__all__ = ["SecondReader", "open_second_reader"]

"""Queries run in processes that can be killed; a server asks, many processes share one copy of the data.

frames       what server and processes say to each other
formats      media types of answers
rows         where the rows of an answer end, so that it can be cut exactly
rules        by which word an error is known
body         the bytes of an answer on their way: cut, compressed, held back, then streamed
found        rows that go out as they are found
spreadsheet  CSV in which no cell is a formula
data         what a process asks: a store, or another engine
work         one process that answers: jobs come in, frames go out
changes      what a write does to the dataset
writer       one process that writes
bank         a process that holds data and forks those that answer from it

member       the server's side of one process
vault        the server's side of a bank
nursery      the first bank, which forks the others
turns        who waits for a place, and who is next
running      a query that runs
pool         the whole: as many processes as there are places, of the generation that is published
"""

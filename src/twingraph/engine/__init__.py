"""Queries run in processes that can be killed; a server asks, many processes share one copy of the data.

frames      what server and processes say to each other
formats     media types of answers
rows        where the rows of an answer end, so that it can be cut exactly
rules       by which word an error is known
body        the bytes of an answer on their way: cut, compressed, held back, then streamed
work        one process: takes jobs, answers them from its data
bank        a process that holds data and forks those that answer from it
member      the server's side of one process
turns       who waits for a place, and who is next
pool        the whole: as many processes as there are places, of the generation that is published
"""

"""Lines that fetch an answer from elsewhere: curl, Python, R."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from urllib.parse import urlencode


def code_samples(url: str, values: Mapping[str, str], format_name: str) -> dict[str, str]:
    """Return what to type, by program; strings are quoted as each of them wants it.

    >>> print(code_samples("https://a.example/queries/q", {"city": "Bonn"}, "csv")["curl"])
    curl 'https://a.example/queries/q?city=Bonn&format=csv'
    """
    address = f"{url}?{urlencode({**values, 'format': format_name})}"
    quoted = json.dumps(address)  # ASCII without line breaks: a string of Python, and of R
    python = f"import pandas\n\nanswer = pandas.read_csv({quoted})\nprint(answer)"
    r = f"answer <- read.csv({quoted})\nprint(answer)"
    if format_name != "csv":
        python = f"import rdflib\n\nanswer = rdflib.Graph().parse({quoted})\nprint(len(answer))"
        r = f"library(rdflib)\n\nanswer <- rdf_parse({quoted})\nprint(answer)"
    return {"curl": f"curl {shlex.quote(address)}", "Python": python, "R": r}

"""The ledger: sentences with a trigger word that no rule explained."""

from __future__ import annotations

from collections.abc import Iterable

from twingraph.extract.reading import Reading
from twingraph.model import Fact, Span


def unexplained_sentences(reading: Reading, facts: Iterable[Fact]) -> tuple[Span, ...]:
    """Return the sentences that name a partnership, a paper or a signing and gave no fact about it."""
    told = sorted(
        {s for f in facts if f.subject.startswith(("agreement/", "signature/")) for s in f.evidence.spans}
    )
    found = []
    for index, skeleton in reading.skeletons.items():
        sentence = reading.document.sentences[index]
        if not skeleton.every("RFAN") and not reading.has_cue("sign", index):
            continue
        span = reading.document.span(sentence.start, sentence.end)
        if not any(s.start < span.end and span.start < s.end for s in told):
            found.append(span)
    return tuple(found)

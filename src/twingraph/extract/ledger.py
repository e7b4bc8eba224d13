"""The ledger: sentences with a trigger word that no rule explained."""

from __future__ import annotations

from collections.abc import Iterable

from twingraph.extract.reading import Reading
from twingraph.model import Fact, Span


def trigger_sentences(reading: Reading) -> tuple[Span, ...]:
    """Return the sentences that name a partnership, a paper or a signing."""
    found = []
    for index, skeleton in reading.skeletons.items():
        if skeleton.every("RFAN") or reading.has_cue("sign", index):
            sentence = reading.document.sentences[index]
            found.append(reading.document.span(sentence.start, sentence.end))
    return tuple(found)


def unexplained_sentences(sentences: Iterable[Span], facts: Iterable[Fact]) -> tuple[Span, ...]:
    """Return those of *sentences* that gave no fact about an agreement."""
    told = sorted(
        {s for f in facts if f.subject.startswith(("agreement/", "signature/")) for s in f.evidence.spans}
    )
    return tuple(
        span for span in sentences if not any(s.start < span.end and span.start < s.end for s in told)
    )

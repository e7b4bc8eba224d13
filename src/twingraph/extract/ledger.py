"""The ledger: sentences with a trigger word that no rule explained."""

from __future__ import annotations

from collections.abc import Iterable

from twingraph.extract.nouns import cue_pattern
from twingraph.extract.reading import Reading
from twingraph.model import Fact, Span


def unexplained_sentences(reading: Reading, facts: Iterable[Fact]) -> tuple[Span, ...]:
    """Return the sentences that name a partnership, a paper or a signing, and in which no fact about agreements has words."""
    told = sorted(
        {s for f in facts if f.subject.startswith(("agreement/", "signature/")) for s in f.evidence.spans}
    )
    found = []
    for index, skeleton in reading.skeletons.items():
        sentence = reading.document.sentences[index]
        signs = cue_pattern(reading.lexicon, reading.language, "sign").search(
            reading.document.words(sentence)
        )
        if not signs and not skeleton.every("RFAN"):
            continue
        span = reading.document.span(sentence.start, sentence.end)
        if not any(s.start < span.end and span.start < s.end for s in told):
            found.append(span)
    return tuple(found)

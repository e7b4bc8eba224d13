"""The town that a paragraph is about: the one abroad that its first sentence names."""

from __future__ import annotations

from twingraph.extract.reading import Reading


def lead_of_paragraph(reading: Reading, index: int) -> int | None:
    """Return the one town abroad that the first sentence of a sentence's paragraph names."""
    block = reading.document.sentences[index].block
    first = next((i for i in reading.skeletons if reading.document.sentences[i].block == block), index)
    if first >= index:
        return None
    home = reading.gazetteer.place(reading.home).country if reading.home is not None else ""
    towns = {m.record.geonames_id for m in reading.skeletons[first].every("C")} - {reading.home}
    far = [t for t in towns if reading.gazetteer.place(t).country != home]
    return far[0] if len(towns) == len(far) == 1 else None

"""Short releases of three towns, and what is read of them: days, beginnings, signatories, offices."""

from __future__ import annotations

from made_texts import agreements, extract

HEADS = {
    "de": "Stadt Gera\n3. Mai 2021\n\n",
    "en": "City of Leeds\n3 May 2021\n\n",
    "fr": "Ville de Niort\n3 mai 2021\n\n",
}
Facts = dict[str, dict[str, list[str]]]


def told(language: str, text: str) -> Facts:
    return agreements(extract(HEADS[language] + text, language, issued="2021-05-03"))


def days(language: str, text: str) -> dict[str, str]:
    """Return on which day each agreement was signed."""
    return {
        name: facts["tg:signedOn"][0]
        for name, facts in told(language, text).items()
        if "tg:signedOn" in facts
    }


def begun(language: str, text: str) -> dict[str, str]:
    """Return since when each bond stands, by the pair of its towns."""
    found = told(language, text).items()
    return {
        name.partition(" ")[2]: facts["tg:validFrom"][0] for name, facts in found if "tg:validFrom" in facts
    }


def signers(language: str, text: str) -> list[str]:
    """Return who signed anything, in alphabetical order."""
    extraction = extract(HEADS[language] + text, language, issued="2021-05-03")
    names = {e.ref: e.name for e in extraction.entities}
    return sorted({names[f.object[1:]] for f in extraction.facts if f.predicate == "tg:signatory"})


def offices(language: str, text: str) -> dict[str, str]:
    """Return for which town each person holds an office."""
    extraction = extract(HEADS[language] + text, language, issued="2021-05-03")
    names = {e.ref: e.name for e in extraction.entities}
    whose = {f.subject: names[f.object[1:]] for f in extraction.facts if f.predicate == "org:member"}
    where = (f for f in extraction.facts if f.predicate == "org:organization" and f.subject in whose)
    return {whose[f.subject]: names[f.object[1:]] for f in where}

"""Numbers as releases write them, in digits or in words."""

from __future__ import annotations

_NUMBERS = {
    1: "ein einem one un une",
    2: "zwei two deux",
    3: "drei three trois",
    4: "vier four quatre",
    5: "fünf five cinq",
    6: "sechs six",
    7: "sieben seven sept",
    8: "acht eight huit",
    9: "neun nine neuf",
    10: "zehn ten dix zehnter zehnten zehntem zehntes zehnte tenth dixième",
    11: "elf eleven onze",
    12: "zwölf twelve douze",
    13: "dreizehn thirteen treize",
    14: "vierzehn fourteen quatorze",
    15: "fünfzehn fifteen quinze",
    16: "sechzehn sixteen seize",
    18: "achtzehn eighteen dix-huit",
    20: "zwanzig twenty vingt zwanzigster zwanzigsten zwanzigste zwanzigstes twentieth vingtième",
    25: "fünfundzwanzig twenty-five vingt-cinq fünfundzwanzigster fünfundzwanzigsten fünfundzwanzigste "
    "twenty-fifth vingt-cinquième",
    30: "dreißig dreissig thirty trente dreißigster dreißigsten dreißigste dreissigster dreissigsten "
    "thirtieth trentième",
    35: "fünfunddreißig thirty-five trente-cinq",
    40: "vierzig forty quarante vierzigster vierzigsten vierzigste fortieth quarantième",
    45: "fünfundvierzig forty-five quarante-cinq",
    50: "fünfzig fifty cinquante fünfzigster fünfzigsten fünfzigste fiftieth cinquantième",
    55: "fünfundfünfzig",
    60: "sechzig sixty soixante sechzigster sechzigsten sechzigste sixtieth soixantième",
    70: "siebzig seventy",
    75: "fünfundsiebzig seventy-five",
    80: "achtzig eighty",
    100: "hundert",
}
_SPANS = {
    25: ("quart de siècle", "quarter of a century", "vierteljahrhundert"),
    50: (
        *(
            "demi-siècle",
            "demisiècle",
            "half a century",
            "half-century",
            "halbe jahrhundert",
            "halbes jahrhundert",
        ),
        *("halben jahrhundert", "halben jahrhunderts"),
    ),
}
"""Spans of years that have a name."""
_TENS = {
    20: "zwei two deux",
    30: "drei three trois",
    40: "vier four quatre",
    50: "fünf five cinq",
    60: "sechs six six",
}
_DECADES = {
    f"{word} {decades}": number
    for number, words in _TENS.items()
    for word, decades in zip(words.split(), ("jahrzehnte", "decades", "décennies"), strict=True)
} | {f"{words.split()[0]} jahrzehnten": number for number, words in _TENS.items()}
_FEASTS = {
    25: ("silver", "silberne", "silbernen", "silbernes", "argent"),
    30: ("pearl", "perle", "trentenaire"),
    40: ("ruby", "rubis", "quarantenaire"),
    50: ("golden", "goldene", "goldenen", "goldenes", "or", "cinquantenaire"),
    60: ("diamond", "diamantene", "diamantenen", "diamantenes", "diamant", "soixantenaire"),
}
"""Anniversaries of a marriage, as which towns keep theirs too."""
_NUMBER_WORDS = {word: number for number, words in _NUMBERS.items() for word in words.split()} | {
    name: number for spans in (_SPANS, _FEASTS) for number, names in spans.items() for name in names
}
_NUMBER_WORDS |= _DECADES
_UNITS = {
    "de": "ein zwei drei vier fünf sechs sieben acht neun",
    "en": "one two three four five six seven eight nine",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf",
}
_ROUND = {
    "de": {20: "zwanzig", 30: "dreißig dreissig", 40: "vierzig", 50: "fünfzig", 60: "sechzig", 70: "siebzig",
           80: "achtzig", 90: "neunzig"},
    "en": {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty",
           90: "ninety"},
    "fr": {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 70: "septante",
           80: "huitante quatre-vingt quatre-vingts", 90: "nonante"},
}  # fmt: skip
_TEENS = {
    13: "dreizehn thirteen", 16: "sechzehn sixteen",
    17: "siebzehn seventeen dix-sept", 19: "neunzehn nineteen dix-neuf",
}  # fmt: skip


def _spoken() -> dict[str, int]:
    """Return the words of the numbers from 13 to 99 that no list above holds."""
    words = {word: number for number, names in _TEENS.items() for word in names.split()}
    for language, tens in _ROUND.items():
        for ten, names in tens.items():
            for name in names.split():
                words[name] = ten
                for unit, one in enumerate(_UNITS[language].split(), 1):
                    if unit < 10 or ten in (60, 80):
                        words |= dict.fromkeys(_joined(language, name, one), ten + unit)
    return words


def _joined(language: str, ten: str, unit: str) -> tuple[str, ...]:
    """Return how a language joins a round number and a unit.

    >>> _joined("de", "zwanzig", "drei"), _joined("fr", "vingt", "un")
    (('dreiundzwanzig',), ('vingt-un', 'vingt et un', 'vingt et une', 'vingt-et-un'))
    """
    if language == "de":
        return (f"{unit}und{ten}",)
    if language == "fr":
        return (f"{ten}-{unit}", f"{ten} et {unit}", f"{ten} et {unit}e", f"{ten}-et-{unit}")
    return (f"{ten}-{unit}", f"{ten} {unit}")


_NUMBER_WORDS = _spoken() | _NUMBER_WORDS


def parse_number(text: str) -> int | None:
    """Return the number that *text* writes in digits or in words, or None.

    >>> parse_number("dreißig"), parse_number("35"), parse_number("three decades"), parse_number("many")
    (30, 35, 30, None)
    """
    word = text.strip().lower()
    return int(word) if word.isdigit() else _NUMBER_WORDS.get(word)

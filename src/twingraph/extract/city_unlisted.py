"""Names that the text calls a town and the gazetteer does not know: small places, merged municipalities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from twingraph.extract.city_frames import lists_of_twins
from twingraph.extract.country_signs import names_country
from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer, Lexicon

_NAME = (
    r"(?P<name>(?:Bad |Sankt |St\. |Saint-|Sainte-|Le |La |Les |New |Old "
    r")?[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[a-zß-ÿā-ž][\w’-]*"
    r"(?: (?:am|an der|im|in der|bei|ob der|vor der|on|upon|sur|sous|en|de|del|di|nad|pod) "
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w-]+)?)(?![\w-])"
)
_NAME_RUN = r"(?P<name>[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ](?: (?:[A-ZÀ-Þ][\w’-]+|de|del|am|an der|sur|en|la)){0,3})"
_ISSUER = re.compile(
    r"(?:(?:Gemeinde|Amts|Mitteilungs|Stadt|Bürger)blatt|[A-ZÄÖÜ]?[a-zäöüß]*[Ss]tadt|"
    r"[A-ZÄÖÜ]?[a-zäöüß]*[Gg]emeinde|Markt|(?:Stadt|Gemeinde)verwaltung|"
    r"Bezirksamt|Rathaus|Gemeindeamt|Marktgemeindeamt|Municipio de|Comune di|City of|Town of|Village of|"
    r"Township of|Municipality of|Borough of|(?:Ville|Commune|Mairie|"
    r"Administration communale|Conseil communal|Conseil municipal|Municipalité) "
    r"(?:de|d[’'](?=[A-ZÀ-Þ])))(?: |(?<=[’']))" + _NAME
)
_COUNCIL_OF = re.compile(
    r"(?:The )?(?P<name>[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’-]*(?:(?: on| upon| le| the)? [A-ZÀ-Þ][\w’'-]+){0,2}?)"
    r"(?: and District)?(?: City| Town| Village| Parish| Community| Borough| District) Council$"
)
"""An issuing council that bears the name of a town outside the gazetteer: "Hay Town Council"."""
_LONG_ISSUER = re.compile(
    r"(?:Town|Village|City|Municipality|Township|District|Borough) of "
    r"(?P<name>[A-ZÀ-Þ][\w’'-]+(?: (?!Corporation|Council|Police|Fire|Press)[A-ZÀ-Þ][\w’'-]+){1,2})$"
)
"""A municipality with a name of several words: "Town of Happy Valley"."""
_CALLED = re.compile(
    r"\b(?:Partner(?:stadt|gemeinde|kommune|ort|dorf)|Schwester(?:stadt|gemeinde)|Freundschaftsstadt|"
    r"(?:sister|twin|partner)(?:ned)?[ -](?:city|town|village|municipality|community)(?: of)?|"
    r"(?:[Vv]ille|[Cc]ommune)s? (?:jumelle|jumelée|partenaire|sœur)(?: de| d[’'])?|"
    r"[Tt]own of|[Mm]unicipality of|[Vv]illage of|"
    r"(?:Ville|Mairie|Commune|Municipalité|Conseil communal|Conseil municipal) (?:de |"
    r"d[’'](?=[A-ZÀ-Þ]))|(?:Stadt|Gemeinde) (?=\w+ \()|"
    r"[Bb]ürgermeister(?:in|s)? (?:von|der Gemeinde|der Stadt|aus)|[Mm]ayor of|[Mm]aire(?:sse)? d(?:e |[’'])|"
    r"[Bb]ourgmestre d(?:e |[’'])|[Ss]tadtpräsident(?:in)? von|"
    r"(?:[Aa]greement|[Tt]winning|[Pp]artnership|[Rr]elationship|[Ll]inks?|ties|[Jj]umelage|"
    r"[Pp]artenariat|amitié|liens?) "
    r"(?:between|entre) [A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)? (?:and|et)|"
    r"(?:twinned|paired|partnered) with|(?:jumelée?|jumelage) avec|verschwistert mit|"
    r"(?:Städte|Gemeinde|Orts|Dorf)partnerschaft(?: [a-zäöü]+| der Stadt){0,3} mit|"
    r"(?:[Pp]artnerschaft|[Ff]reundschaft|[Vv]erschwisterung|[Jj]umelage)(?:svertrag)? zwischen "
    r"(?:der Stadt )?"
    r"[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)? und(?: der (?:Stadt|Gemeinde))?|"
    r"[Mm]it (?=[A-ZÀ-Þ][\w’-]+(?: [\w’-]+){0,3} (?:verschwistert|verpartnert|verbrüdert)\b)|"
    r"(?:twinning|twin town|sister city) (?:agreement |relationship |link )?with)"
    r" ?" + _NAME
)
"""Words that only a town can follow."""
_WHOSE_TWIN = re.compile(
    r"(?<![\w-])"
    + _NAME
    + r",? (?=(?:[A-ZÀ-Þ][\w-]+[’']s?|our|its|the town[’']s|[Uu]nserer?|[Ss]einer?|[Ii]hrer?) "
    r"(?:[A-Za-zäöüß]+ ){0,2}(?:sister city|sister town|twin town|partner town|twin|Partnerstadt|"
    r"Partnergemeinde|"
    r"Schwesterstadt)\b)"
)
"""What is said right behind a town: "in Nagaizumi, Whanganui's Japanese sister city"."""
_DATELINE = re.compile(
    r"(?:^|\n)(?P<name>[A-ZÀ-Þ]{4,}(?:[ -][A-ZÀ-Þ]{3,})?)(?:, [A-Z][\w. ]{1,18})? ?[-–—] (?=[A-ZÀ-Þ])"
)
"""The town with which a newspaper's report opens: "LINDSBORG - Council chairman …"."""
_INFIX = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÀ-Þ][a-zß-ÿ]+-(?:on|upon|under|in|by|le|la|les|sur|sous|en|lès|lez|aux|ob|am|an-der)-"
    r"(?:the-|la-|le-|l[’'])?[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?)(?![\w-])"
)
"""Names that only towns have: "Newton-on-Ouse", "Villeneuve-sur-Lot"."""
_DATED = re.compile(
    r"(?:^|\n)(?P<name>(?:La |Le |Les |Saint-|Sainte-|St\.? )?"
    r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ](?:[ -][\w’'-]+){0,3}?), "
    r"(?:le |den |am )?\d{1,2}(?:er|\.|st|nd|rd|th)? (?:\w+|\d{1,2}\.) ?(?:19|20)\d\d"
)
"""The town with which a release is dated: "La Malbaie, le 3 mai 2012 –"."""
_HYPHENED = re.compile(
    r"(?:\b(?:[Mm]it|[Ii]n|[Aa]us|[Nn]ach|[Ww]ith|from|to|avec|à) |(?:^|\n)\W{0,4})"
    r"(?P<name>(?P<one>[A-ZÀ-Þ][a-zß-ſ]+)-(?P<other>[A-ZÀ-Þ][a-zß-ſ]+))"
    r"(?=[,.;:)]| \(| (?:und|and|et|in|an|seit|since|depuis|ist|is|est|war|was|hat|has|haben|hatte|wird|"
    r"wurde|sind|"
    r"werden|besteht|verbindet|verbinden|pflegt|feiert|kam|kamen|kommt|kommen|have|had|will|were|a|ont|sont|fête)\b)"
)
_LONGER = re.compile(
    r"(?<![\w-])(?<!L[ae] )(?<!Les )(?<!L[’'])(?P<name>(?:(?:San|Santa|Santo|São|Sant|Villa|"
    r"Vila|Ciudad|Puerto|Nueva|Castel) )?"
    r"(?P<one>[A-ZÀ-Þ][a-zß-ÿ]+)(?:-(?:l[’']|d[’']|(?:la|le|les|sur|sous|en|lès|lez|de|du|des|aux)-)|"
    r" (?:degli|dei|di|della|delle|dello|sul|sulla|nad|pod|"
    r"upon|lès|lez|ob der|del|do) )"
    r"[A-ZÀ-Þ][\w-]+)"
)
"""Names of which the gazetteer knows no more than the first word."""


def find_unlisted(
    document: Document, gazetteer: Gazetteer, lexicon: Lexicon
) -> Iterator[tuple[int, int, int, str]]:
    """Yield start, end, id and name wherever a town outside the gazetteer is named.

    The municipality that issues the release counts, and what directly follows a word such as "Partnerstadt".
    The id is negative: it comes from the name, and no GeoNames id is.
    """
    text = document.text
    told = {_spelled(m["name"]) for m in _matches(document, lexicon)} | set(_listed(document, gazetteer))
    names = {name for name in told if _may_be_town(name, gazetteer, lexicon)}
    issuer = _issuer(document)
    if issuer and _may_issue(issuer["name"], gazetteer, lexicon):
        names.add(issuer["name"])
    for name in sorted(names):
        number = gazetteer.unlisted(name)
        for match in re.finditer(
            rf"(?<![\w-])(?:{re.escape(name)}|{re.escape(name.upper())})(?=s?(?![\w-]))", text
        ):
            if not _goes_on(document.text, match.end(), name, gazetteer):
                yield match.start(), match.end(), number, name


def _listed(document: Document, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield what stands in one list of partner towns with towns that we know."""
    for names in lists_of_twins(document):
        if sum(bool(gazetteer.find(name)) for name in names) * 2 >= len(names):
            yield from (name for name in names if _LISTED.fullmatch(name))


_LISTED = re.compile(_NAME)


def _may_issue(name: str, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """True for a name that is none of a town we know, alone or behind its Welsh or Irish form."""
    listed = _is_listed(name, gazetteer) or gazetteer.find(name.split(" ")[-1])
    return not listed and name not in lexicon.not_names and not name.endswith("shire")


def _is_listed(name: str, gazetteer: Gazetteer) -> bool:
    """True where the gazetteer knows a name, or its first word: "Rust am See"."""
    return bool(gazetteer.find(name) or gazetteer.find(name.split(" ")[0]))


_NEXT = re.compile(r"[ -][A-ZÀ-Þ][\w’'-]+")


def _goes_on(text: str, end: int, name: str, gazetteer: Gazetteer) -> bool:
    """True where the name is but the first word of a town that the gazetteer knows: "Bishop's Castle"."""
    following = _NEXT.match(text, end)
    return following is not None and bool(gazetteer.find(name + following.group().title()))


def _spelled(name: str) -> str:
    """Return a name shouted in a dateline as it is written elsewhere."""
    return name.title() if name.isupper() else name


_PAIR = re.compile(r"(?<![\w-])(?P<one>[A-Z][a-z]{3,}) & (?P<other>[A-Z][a-z]{3,})(?![\w-])(?! [A-Z&])")


def find_paired(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[int, int, int, str]]:
    """Yield start, end, id and name of what joins a town and a land by an ampersand, as districts do."""
    for match in _PAIR.finditer(document.text) if " & " in document.text else ():
        if gazetteer.find(match["one"]) and not gazetteer.find(match["other"]):
            yield match.start(), match.end(), gazetteer.unlisted(match.group()), match.group()


_ITEM = re.compile(r"(?:^|\n)\W{0,4}" + _NAME_RUN + r"(?= ?[(,/–-] ?[A-Z])")
"""What a line of a list begins with; a town if a country follows."""
_FROM = re.compile(
    r"\b(?:(?i:aus|in|nach|from|to|of|de|à|mit|with|avec|zu|and|und|et|entre|between|zwischen|für|for|pour)|"
    r"d[’']) ?" + _NAME_RUN + r"(?= ?(?:\(|, )| (?:in|en|im|auf|on|au|aux|dans) )"
)


def _issuer(document: Document) -> re.Match[str] | None:
    """Return the match whose name is the municipality that issues the release."""
    issuer = document.release.issuer or ""
    return _LONG_ISSUER.match(issuer) or _ISSUER.match(issuer) or _COUNCIL_OF.match(issuer)


def _matches(document: Document, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    yield from document.finditer(_CALLED)
    yield from document.finditer(_WHOSE_TWIN)
    for match in (*document.finditer(_ITEM), *document.finditer(_FROM)):
        if names_country(document.text[match.end() : match.end() + 40], lexicon):
            yield match
    yield from document.finditer(_behind_adjective(lexicon))
    yield from document.finditer(_INFIX)
    for match in document.finditer(_DATED):
        if document.text.count(match["name"]) > 1:
            yield match
    for match in document.finditer(_DATELINE):
        if re.search(rf"\b{re.escape(match['name'].title())}\b", document.text):
            yield match


_TOWN_NOUN = (
    "Stadt|Kleinstadt|Hafenstadt|Großstadt|Grossstadt|Kreisstadt|Gemeinde|Marktgemeinde|Ort|Dorf|Städtchen|"
    "Kommune|town of|city of|village of|port of|municipality of|island of|town|city|village"
)


@lru_cache(maxsize=4)
def _behind_adjective(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what follows a country's adjective as a town does: "aus dem polnischen Xyz"."""
    stems = "|".join(re.escape(stem) for stem, _ in lexicon.country_adjectives)
    german = rf"(?:(?:aus|in|nach|mit|von|bei|zu) dem|im|vom|zum|ins) (?i:{stems})en? "
    titled = rf"(?i:{stems})(?:e[nrs]?)? (?:{_TOWN_NOUN}) "
    noun = "[Vv]ille|[Cc]ommune|[Cc]ité|[Bb]ourgade|[Ll]ocalité|[Îî]le"
    french = rf"(?:{noun}) (?i:{stems})[a-zé]{{0,4}} (?:de |d[’'])"
    return re.compile(rf"\b(?:{german}|{titled}|{french}){_NAME}")


def find_longer(
    document: Document, gazetteer: Gazetteer, lexicon: Lexicon
) -> Iterator[tuple[int, int, int, str]]:
    """Yield start, end, id and name of towns whose name begins like that of a town we know: "Brig-Glis"."""
    for match in (*document.finditer(_HYPHENED), *document.finditer(_LONGER)):
        name, parts = match["name"], match.groupdict()
        other = parts.get("other")
        begins = gazetteer.find(parts["one"]) and not gazetteer.find(name)
        begins = begins and not (" di " in name and parts["one"] in lexicon.first_names)
        if begins and not (other and (other in lexicon.not_names or gazetteer.find(other))):
            yield match.start("name"), match.end("name"), gazetteer.unlisted(name), name


def _may_be_town(name: str, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """True for a name that neither the gazetteer nor the lists of everyday words and first names know."""
    words = name.split(" ")
    telling = [word for word in words if word not in _ARTICLES]
    everyday = any(word in lexicon.not_names or word in lexicon.country_names for word in telling)
    everyday = everyday or name in lexicon.regions or name in lexicon.region_heads
    first = words[words[0] in _ARTICLES and len(words) > 1]
    known = gazetteer.find(name) or gazetteer.find(first) or name in lexicon.first_names
    return len(name) > 3 and not (everyday or known or _THING.search(name))


_ARTICLES = frozenset({"La", "Le", "Les", "Los", "Las", "El", "The"})
_THING = re.compile(
    r"(?:[Kk]reis|[Kk]ollegen?|[Pp]artnern?|[Bb]otschafter(?:in)?|[Kk]onsul(?:in|at)?|[Pp]räsident(?:en|"
    r"in)?|[Ff]reunden?|"
    r"[Gg]ästen?|[Vv]erein|[Vv]erband|ministerium|[Ff]ernsehen|[Mm]arkt|[Tt]eam|[Cc]hor|[Oo]rchester|"
    r"[Aa]mt|[Rr]at|"
    r"[Mm]inister(?:in)?|[Bb]ezirk|[Ss]taat|[Ll]and|[Vv]olk|[Ee]lternhaus|[Mm]useum|[Kk]önig|[Bb]urg|"
    r"[Rr]egierung|"
    r"[Uu]nternehmen|[Hh]ersteller|[Ff]irma|[Gg]emeinden?|[Pp]artnerstadt|[Mm]eister(?:in)?|[Vv]ertreter(?:in)?|"
    r"[Ll]eiter(?:in)?|[Vv]orsitzenden?|[Dd]irektor(?:in)?|[Rr]ektor(?:in)?|[Ss]ekretär(?:in)?)$"
)
"""Nouns before which an adjective of a country stands as before a town: "mit dem russischen Landkreis"."""

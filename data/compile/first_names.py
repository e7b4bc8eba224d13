"""Compile data/lexicon/first_names.tsv from the name lists of Faker (MIT licence).

Run: python data/compile/first_names.py
Needs the package `faker` (40 or newer); the program itself does not.
"""

import importlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import faker
from transliterate import romanise

TARGET = Path(__file__).parents[1] / "lexicon" / "first_names.tsv"

# Lists that name a statistics office, a public register, Wikimedia or no one as their source. Left out: lists taken from
# commercial name sites, and `en`, whose nineteenth-century names are full of common nouns (Author, Lawyer, Orange).
LATIN_LOCALES = """
cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_NZ en_US es_AR es_CA es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH
fr_FR fr_QC ga_IE ha_NG hr_HR hu_HU is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR
""".split()
TRANSLITERATED_LOCALES = ("bg_BG", "el_GR", "hy_AM", "ru_RU", "uk_UA")

# Two letters are a name only where everyone knows them as one.
SHORT_NAMES = frozenset("Al Bo Ed Jo Li Lu Ib Ty".split())

# Words that open sentences or stand as nouns in German, English or French text far more often than as given names.
COMMON_WORDS = frozenset(
    """
    Abril Allen Alma Alta Amor América Anders Ange Ante Ara Art Aud Auf August Aura Avril
    Bach Bas Baum Beat Bella Berg Best Bil Bot Brand Brá Bär
    Campo Can Cap Case Chance Chase Charity Che Chi City Come Con Constant Cruz
    Dag Dame Das Dawn Deutsch Dia Dick Die Dolores Dom Don Dot Drift Dynamo
    Early Eik Eis Eld Ell Elle Else Engel Ende Ene Era Essen Esta Europa Ever
    Faith Fall Fem Fern Ferme Feuer Fleur Floor Forest Francia Frei Freitag Frost Fuchs Funk
    Gala Gang Garden Gay Geist General Georgia Glanz Gold Golf Grace Grand Grant Grau Green Grey Grind Gro Groß Gun Gut Guy
    Haf Hall Hand Harm Harmonie Hart Haust Haven Heath Heim Held Herr Himmel Hirt Hof Holz Honey Hope Hunter Hús
    Iða Island Ísland
    Jet Job Joke Jordan Joy Juillet Juin Julep Jung Junior Justice
    Kali Karl-Marx Kick Kind King Klar Klein Koch Kongress Kort Kunst König
    Lady Laken Lang Land Land Last Lava Lead Lean Lien Liberté Licht Lieb Life Line Little Loan Long Lot Love Lucky Luz Lynx
    Magni Mai Maja Major Male Man Mar Mare Mars Mate May Media Mercy Merle Merlin Messe Mille Mir Mitte Mond Montag Monte Morena Mut
    Nacht Nada Nam Neptun Neu Nil Nord Norden Norma North Nova Nord Nur Nuri
    Ocean Odd Ona Ora Orange Orden Orient Orlando
    Page Paix Paris Park Pascha Patience Paz Peace Per Person Pleasant Pol Porter Post Poste Prince Princess Puk
    Queen
    Rast Rat Recht Reason Red Regen Reich Reine Rich River Rock Roman Romano Rose Royal Rubin Rym
    Saga Sage Saint Salud Sander Saskatoon Savannah Schnee See Segundo Sem Sep Server Sever Sie Silver Sing Sister Sky Sol Sommer Son
    Sonne Sophienstadt Star Stadt Stark Steen Stein Stern Stone Storm Strand Strom Stund Summer Sumar
    Tag Tage Talon Tan Tau Tea Teil Temple Terra Thi Tod Tone Tor Toy Tre Tri Trinity True Trust Tür
    Ulu Una Uni Union Unique Uno Urban Us
    Vader Valley Van Vater Veer Venus Ver Verde Verkehr Vermont Vetur Victoria Viel Vier Vide Villa Ville Violet Vision Von Vorm
    Wald Wang Warm Was Welt Wer West Will Willow Winter Wolf Wood
    York Young
    Zeit Zona
    Montag Dienstag Mittwoch Donnerstag Samstag Sonntag Januar Februar März April Juni Juli September Oktober November Dezember
    Janvier Février Mars Mai Août Septembre Octobre Novembre Décembre January February March June July October December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche
    """.split()
)

NAME = re.compile(r"[^\W\d_]+")


def compile_names() -> list[str]:
    """Return the first names of all chosen locales, sorted, each once."""
    latin = (part for locale in LATIN_LOCALES for name in read_names(locale) for part in split_name(name))
    romanised = (
        spelling
        for locale in TRANSLITERATED_LOCALES
        for name in read_names(locale)
        for part in split_name(name)
        for spelling in romanise(part, locale[:2])
    )
    return sorted({name for name in (*latin, *romanised) if is_useful(name)})


def read_names(locale: str) -> set[str]:
    """Return the first names of one Faker locale as they are written there."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    lists: Iterable[object] = (getattr(provider, key) for key in dir(provider) if key.startswith("first_names"))
    return {str(name) for names in lists if isinstance(names, list | tuple | dict) for name in names}


def split_name(name: str) -> list[str]:
    """Return the single names within *name*: two for "Hans-Georg", none for an initial.

    >>> split_name("Hans Georg")
    ['Hans', 'Georg']
    """
    parts = re.split(r"[\s-]+", unicodedata.normalize("NFC", name).strip())
    return [part for part in parts if NAME.fullmatch(part)]


def is_useful(name: str) -> bool:
    """Return whether *name* reads as a given name and as nothing else."""
    if len(name) < 3 and name not in SHORT_NAMES:
        return False
    return name[0].isupper() and name[1:].islower() and name not in COMMON_WORDS and is_latin(name)


def is_latin(name: str) -> bool:
    """Return whether every letter of *name* is Latin."""
    return all("LATIN" in unicodedata.name(letter, "") for letter in name)


def main() -> None:
    names = compile_names()
    header = (
        "# First names in Latin script, one a line, sorted by code point, NFC.\n"
        f"# Source: Faker {faker.VERSION}, https://github.com/joke2k/faker, MIT licence, "
        "copyright 2012 Daniele Faraglia and contributors.\n"
        f"# Locales: {' '.join(LATIN_LOCALES)}.\n"
        f"# Transliterated by rule into German, English and French: {' '.join(TRANSLITERATED_LOCALES)}.\n"
        "# Compiled by data/compile/first_names.py; common words of the three languages are left out. Do not edit by hand:\n"
        "# further names belong into first_names_extra.tsv.\n"
    )
    TARGET.write_text(header + "".join(f"{name}\n" for name in names), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Names in Cyrillic, Greek or Armenian letters -> their spellings in German, English and French text.

Plain letter rules, a little simplified: they serve to recognise a name, not to spell it officially.
"""

import re

RUSSIAN = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
RUSSIAN_TO = {
    "de": "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
    "en": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    "fr": "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia",
}
UKRAINIAN = "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я ' ’"
UKRAINIAN_TO = {
    "de": "a b w h g d e je sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch - ju ja - -",
    "en": "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia - -",
    "fr": "a b v h g d e ie j z y i ï ï k l m n o p r s t ou f kh ts tch ch chtch - iou ia - -",
}
BULGARIAN = "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я"
BULGARIAN_TO = {
    "de": "a b w g d e sch s i j k l m n o p r s t u f ch z tsch sch scht a j ju ja",
    "en": "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya",
    "fr": "a b v g d e j z i ï k l m n o p r s t ou f kh ts tch ch cht a i iou ia",
}
GREEK = "ου ού αυ αύ ευ εύ μπ ντ γγ γκ α ά β γ δ ε έ ζ η ή θ ι ί ϊ ΐ κ λ μ ν ξ ο ό π ρ σ ς τ υ ύ ϋ φ χ ψ ω ώ"
GREEK_TO = {
    "el": "ou ou av av ev ev b nt ng gk "
    "a a v g d e e z i i th i i i i k l m n x o o p r s s t y y y f ch ps o o"
}
ARMENIAN = "ու և ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ ր ց ւ փ ք օ ֆ"
ARMENIAN_TO = {
    "hy": "u ev a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f",
}
SCRIPTS = {
    "ru": (RUSSIAN, RUSSIAN_TO),
    "uk": (UKRAINIAN, UKRAINIAN_TO),
    "bg": (BULGARIAN, BULGARIAN_TO),
    "el": (GREEK, GREEK_TO),
    "hy": (ARMENIAN, ARMENIAN_TO),
}
# Habits of spelling beyond single letters: from, to, pattern, replacement; each gives one more spelling.
VARIANTS = (
    ("ru", "de", r"ks", "x"),  # Alexander, Maxim
    ("ru", "de", r"(?<=[aeiou])s(?=[aeiou])", "ss"),  # Wassili
    ("ru", "de", r"^E", "Je"),  # Jelena
    ("ru", "de", r"ij$", "i"),  # Dmitri
    ("ru", "de", r"ej$", "ei"),  # Sergei
    ("ru", "en", r"ks", "x"),
    ("ru", "en", r"^E", "Ye"),
    ("ru", "en", r"iy$", "y"),  # Dmitry
    ("ru", "en", r"iy$", "i"),
    ("ru", "en", r"ey$", "ei"),
    ("ru", "en", r"^Yu", "Iu"),
    ("ru", "fr", r"(?<=[aeiou])s(?=[aeiou])", "ss"),
    ("ru", "fr", r"iï$", "i"),
    ("ru", "fr", r"ks", "x"),
    ("ru", "fr", r"^E", "Ie"),
    ("uk", "de", r"ks", "x"),
    ("uk", "en", r"ks", "x"),
    ("uk", "en", r"^I(?=[eua])", "Y"),  # Yevhen, Yuliia
    ("uk", "en", r"^I(?=[eua])(.*)iia$", r"Y\1iya"),
    ("uk", "en", r"iia$", "iya"),
    ("uk", "en", r"ii$", "iy"),  # Serhiy
    ("uk", "en", r"yi$", "y"),
    ("uk", "fr", r"ks", "x"),
    ("bg", "de", r"ij$", "i"),
    ("bg", "en", r"iya$", "ia"),
    ("el", "el", r"ch", "h"),
    ("el", "el", r"f", "ph"),
    ("hy", "hy", r"^E", "Ye"),
)


def romanise(name: str, language: str) -> set[str]:
    """Return the Latin spellings of *name*, written in *language* (ru, uk, bg, el or hy).

    >>> sorted(romanise("Сергей", "ru"))
    ['Sergei', 'Sergej', 'Sergey', 'Sergeï']
    """
    letters, targets = SCRIPTS[language]
    spellings = set()
    for target, row in targets.items():
        plain = replace_letters(name, dict(zip(letters.split(), row.split(), strict=True)))
        spellings |= add_variants({plain}, language, target)
    return spellings


def replace_letters(name: str, table: dict[str, str]) -> str:
    """Return *name* with each letter or pair of letters replaced, its first letter a capital."""
    pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    plain = pattern.sub(lambda match: table[match.group()], name.casefold().replace("ς", "σ"))
    return plain.replace("-", "").capitalize()


def add_variants(spellings: set[str], language: str, target: str) -> set[str]:
    """Return *spellings* and, for every habit that applies, the further spelling."""
    for source, goal, pattern, replacement in VARIANTS:
        if (source, goal) == (language, target):
            spellings = spellings | {re.sub(pattern, replacement, spelling) for spelling in spellings}
    return spellings

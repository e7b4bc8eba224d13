"""What agreements are called in the language of their release."""

from __future__ import annotations

_KINDS = {
    "twinning": ("Städtepartnerschaft", "Twinning", "Jumelage"),
    "friendship": ("Städtefreundschaft", "Friendship", "Amitié"),
    "contact": ("Städtekontakt", "Contact", "Contact"),
    "solidarity": ("Solidaritätspartnerschaft", "Solidarity partnership", "Partenariat de solidarité"),
    "climate": ("Klimapartnerschaft", "Climate partnership", "Partenariat pour le climat"),
    "project-partnership": ("Projektpartnerschaft", "Project partnership", "Partenariat de projet"),
    "communique": ("Kommuniqué", "Communiqué", "Communiqué"),
    "cooperation": ("Kooperationsvertrag", "Cooperation agreement", "Accord de coopération"),
    "letter-of-intent": ("Absichtserklärung", "Letter of intent", "Lettre d’intention"),
    "memorandum": ("Memorandum", "Memorandum", "Mémorandum"),
    "other": ("Vereinbarung", "Agreement", "Accord"),
}
_RENEWAL = ("Erneuerung der ", "Renewal: ", "Renouvellement : ")
_LANGUAGES = ("de", "en", "fr")


_SUBJECTS = {
    "culture": ("Kultur", "culture", "culture"),
    "youth": ("Jugend", "youth", "jeunesse"),
    "sport": ("Sport", "sport", "sport"),
    "economy": ("Wirtschaft", "economy", "économie"),
    "environment": ("Umwelt", "environment", "environnement"),
    "climate": ("Klima", "climate", "climat"),
    "education": ("Bildung", "education", "éducation"),
    "digital": ("Digitales", "digital", "numérique"),
}
"""What sets one paper apart from another of its kind and year."""


def agreement_title(
    kind: str, language: str, names: list[str], *, year: str = "", renewal: bool = False, subject: str = ""
) -> str:
    """Return the title of an agreement between the parties called *names*.

    >>> agreement_title("memorandum", "fr", ["Lille", "Leeds"], year="2019", renewal=True)
    'Renouvellement : Mémorandum 2019 Lille – Leeds'
    """
    column = _LANGUAGES.index(language)
    noun = f"{_KINDS[kind][column]} {year}".strip()
    if subject in _SUBJECTS:
        noun += f" ({_SUBJECTS[subject][column]})"
    return f"{_RENEWAL[column] if renewal else ''}{noun} {' – '.join(names)}"

"""Columns whose names speak of special categories of personal data (GDPR Art. 9), in a few languages."""

import re

# Stems of words, so that "religious_belief" and "Religionszugehörigkeit" are both found. Sex and age are protected
# grounds of equality law, but no special categories.
STEMS = {
    "racial or ethnic origin": (
        "race", "racial", "ethni", "skin.?colo", "tribe", "caste", "roma", "rasse", "origine", "etni", "afkomst",
        "herkunft",
    ),
    "political opinions": ("politic", "party.?member", "partei", "partij", "politi[qkc]"),
    "religious or philosophical beliefs": (
        "religi", "faith", "belief", "church", "denomination", "konfession", "glaube", "geloof", "croyance",
        "godsdienst",
    ),
    "trade union membership": ("union.?member", "trade.?union", "gewerkschaft", "vakbond", "syndicat"),
    "genetic data": ("genetic", "genom", "dna", "genetisch", "g[ée]n[ée]tique"),
    "biometric data": ("biometr", "fingerprint", "face.?(id|embedding|template)", "iris.?scan", "voiceprint"),
    "data concerning health": (
        "health", "disab", "diagnos", "disease", "illness", "medic(al|ation)", "icd.?10", "pregnan", "handicap",
        "gesundheit", "krank", "behinder", "gezondheid", "ziekte", "sant[ée]", "maladie", "invalid",
    ),
    "sex life or sexual orientation": ("sexual", "orientation", "lgbt", "gay", "lesbian", "geaardheid", "homosex"),
}  # fmt: skip
# A stem begins a word: "trace" and "embrace" speak of no race.
PATTERNS = {
    category: re.compile(rf"(?:^|[^a-z])(?:{'|'.join(stems)})", re.IGNORECASE)
    for category, stems in STEMS.items()
}
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def special_category(column: str) -> str | None:
    """Return the special category that a column's name speaks of, None where it speaks of none.

    A name is a hint: what a column holds, a person has to say.
    Source: Regulation (EU) 2016/679, Art. 9(1).
    """
    words = HUMP.sub("_", column)
    return next((category for category, pattern in PATTERNS.items() if pattern.search(words)), None)

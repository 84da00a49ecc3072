"""Words of verdicts with their tones: of readings, and of vendor assessments."""

from audits.dossiers.blocks import Mark, Tone
from audits.dossiers.measured import Reading
from audits.dossiers.wording import NAME_SHOWN, capital, shortened

VERDICT_TONES = {
    "disparity_supported": Tone.BAD,
    "disparity_borderline": Tone.CARE,
    "disparity_not_significant": Tone.CARE,
    "significant_within_tolerance": Tone.CARE,
    "within_tolerance_demonstrated": Tone.GOOD,
    "no_evidence_of_disparity": Tone.PLAIN,
    "inconclusive_underpowered": Tone.OPEN,
    "not_assessable": Tone.OPEN,
}
WORD_TONES = {
    "not_adequate": Tone.BAD,
    "adequate_with_conditions": Tone.CARE,
    "adequate": Tone.GOOD,
    "not_assessable": Tone.OPEN,
}


def verdict_mark(reading: Reading) -> Mark:
    """Return the verdict of a reading in its own words."""
    word = reading.label or capital(reading.verdict) or "No verdict"
    return Mark(shortened(word, NAME_SHOWN), VERDICT_TONES.get(reading.verdict, Tone.OPEN))


def word_mark(word: str, label: str) -> Mark:
    """Return what a vendor assessment came to; packs from before have only the words."""
    known = word or label.lower().replace(" ", "_")
    return Mark(label or capital(known) or "Not assessed", WORD_TONES.get(known, Tone.OPEN))

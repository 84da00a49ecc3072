"""The eight things a reading may conclude, none of them a word of law, and the rule that picks one."""

from enum import StrEnum


class Verdict(StrEnum):
    """What the numbers support; what the law makes of it is a person's to say."""

    NOT_ASSESSABLE = "not_assessable"
    DISPARITY_SUPPORTED = "disparity_supported"
    DISPARITY_BORDERLINE = "disparity_borderline"
    DISPARITY_NOT_SIGNIFICANT = "disparity_not_significant"
    SIGNIFICANT_WITHIN_TOLERANCE = "significant_within_tolerance"
    WITHIN_TOLERANCE_DEMONSTRATED = "within_tolerance_demonstrated"
    INCONCLUSIVE_UNDERPOWERED = "inconclusive_underpowered"
    NO_EVIDENCE_OF_DISPARITY = "no_evidence_of_disparity"

    @property
    def label(self) -> str:
        """Return the verdict in words."""
        return self.value.replace("_", " ").capitalize()


def decide(
    *, breach: bool, significant: bool, survives_flip: bool, demonstrated: bool, detectable: bool
) -> Verdict:
    """Return the verdict on groups that can be compared.

    `breach`: beyond the threshold. `significant`: beyond chance, for the whole and for the pair.
    `survives_flip`: still a breach with one person more in the lower group and one fewer in the higher.
    `demonstrated`: every interval lies inside the tolerance. `detectable`: a breach would probably have been
    noticed.
    Source: docs/fairness.md, the eight verdicts; 29 CFR 1607.4(D) for breach against significance.
    """
    if breach and significant:
        return Verdict.DISPARITY_SUPPORTED if survives_flip else Verdict.DISPARITY_BORDERLINE
    if breach:
        return Verdict.DISPARITY_NOT_SIGNIFICANT
    if significant:
        return Verdict.SIGNIFICANT_WITHIN_TOLERANCE
    if demonstrated:
        return Verdict.WITHIN_TOLERANCE_DEMONSTRATED
    return Verdict.NO_EVIDENCE_OF_DISPARITY if detectable else Verdict.INCONCLUSIVE_UNDERPOWERED

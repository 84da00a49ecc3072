"""Whether the picture within strata is another than the picture of all taken together, and the words for it."""

from dataclasses import dataclass
from typing import Any

from audits.fairness.comparisons import Comparison

OPENINGS = {
    "reversed": "The direction turns once {by} is held apart",
    "vanishes": "Once {by} is held apart, chance alone could explain the difference",
    "appears": "Once {by} is held apart, a difference beyond chance comes to light",
}
ALIKE = 0.05  # below it one common number for all strata hides that they differ


@dataclass(frozen=True)
class Within:
    """One group against the reference within strata; `p_holm` is adjusted over the groups.

    `covered` is the share of the two groups' people in strata where both are present; the others say nothing.
    `values` are those of `mantel_haenszel.adjusted`, empty where no stratum has both, with the reason in `why`.
    """

    reference: str
    crude_difference: float
    strata: int
    strata_compared: int
    strata_with_few: tuple[str, ...]
    covered: float
    lower_in: int
    higher_in: int
    values: dict[str, Any]
    why: str | None = None
    p_holm: float | None = None

    @property
    def p(self) -> float | None:
        """Return the p-value of no difference within strata, with correction for continuity."""
        found: float | None = self.values.get("p_corrected")
        return found

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        plain = {
            "reference": self.reference,
            "crude_difference": self.crude_difference,
            "strata": self.strata,
            "strata_compared": self.strata_compared,
            "strata_with_few": list(self.strata_with_few),
            "covered": self.covered,
            "lower_in": self.lower_in,
            "higher_in": self.higher_in,
            **self.values,
            "p_holm": self.p_holm,
        }
        return plain | ({"why": self.why} if self.why else {})


def simpson(crude: Comparison, within: Within, alpha: float) -> dict[str, bool]:
    """Return whether strata turn the difference round, make it vanish, or bring one to light.

    `reversed`: crude difference and common or standardised difference have opposite signs, and at least one
    side is beyond chance. `vanishes`: crude is beyond chance and within strata is not. `appears`: the other way
    round. `flag`: reversed or vanishes, the two ways in which a reading of the crude numbers would mislead.
    Source: Bickel, Hammel & O'Connell 1975; docs/fairness.md, within strata.
    """
    sure, sure_within = crude.p_holm < alpha, within.p_holm is not None and within.p_holm < alpha
    inside = [within.values.get(name) or 0.0 for name in ("mh_difference", "standardised_difference")]
    turned = any(difference * within.crude_difference < 0 for difference in inside)
    tested = within.p_holm is not None
    found = {
        "reversed": turned and (sure or sure_within),
        "vanishes": tested and sure and not sure_within,
        "appears": tested and sure_within and not sure,
    }
    return {"flag": found["reversed"] or found["vanishes"], **found}


def told(by: str, group: str, found: dict[str, Any]) -> str | None:
    """Return what strata change about the comparison of this group, None where they change nothing."""
    seen = found["simpson"]
    if not (seen["flag"] or seen["appears"]):
        return None
    low, high = (f"{bound * 100:+.1f}" for bound in found["mh_difference_interval"])
    inside = (
        f"within the values of {by} the common difference of {group} from {found['reference']} is "
        f"{_points(found['mh_difference'])} (Mantel-Haenszel, 95 % interval {low} to {high}; "
        f"p = {found['p_holm']:.3f}), all together it is {_points(found['crude_difference'])}"
    )
    opening = next(words for kind, words in OPENINGS.items() if seen[kind]).format(by=by)
    spread = found["breslow_day"]
    differ = spread is not None and spread["p"] < ALIKE
    apart = (
        f" The values of {by} differ among themselves (Breslow-Day, p = {spread['p']:.3f})." if differ else ""
    )
    return f"{opening}: {inside}.{apart}"


def _points(share: float) -> str:
    """Return a signed difference of shares in percentage points."""
    return f"{share * 100:+.1f} percentage points"

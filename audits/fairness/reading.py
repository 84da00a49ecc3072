"""What one measure says against one threshold, with every number it rests on."""

from dataclasses import dataclass

from audits.fairness.verdicts import Verdict

Bounds = tuple[float, float]


TOO_FEW = (
    "The numbers behind this verdict are withheld: they would tell of a group too small to show, "
    "or give it away by subtraction."
)


def quotable(sentence: str, discloses: tuple[str, ...]) -> str:
    """Return the sentence, or that it is withheld where it would give away a group."""
    return TOO_FEW if discloses else sentence


@dataclass(frozen=True)
class Reading:
    """What one measure says against one threshold.

    Worst is the group least often given the favourable outcome, or the one with the most errors. `p_global`
    is adjusted over all global tests of the run, `p_pair` over the groups compared with the reference.
    `stratified` says how the picture changes within strata, None where it does not or none were named.
    `test` names the tests where they are not those on counts. `discloses` names the groups at either end whose
    numbers no page shows; then the sentence withholds them, and faces withhold value and interval, too.
    """

    by: tuple[str, ...]
    measure: str
    kind: str
    threshold: float
    threshold_set_by: str
    threshold_reason: str
    verdict: Verdict
    label: str
    sentence: str
    groups_assessed: tuple[str, ...]
    groups_left_out: tuple[str, ...]
    value: float | None = None
    interval: Bounds | None = None
    interval_method: str | None = None
    worst_group: str | None = None
    best_group: str | None = None
    p_global: float | None = None
    p_pair: float | None = None
    discloses: tuple[str, ...] = ()
    test: str | None = None
    stratified: str | None = None

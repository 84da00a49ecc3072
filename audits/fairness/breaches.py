"""What the readings of a result come to for each measure of each division: a breach, none, or neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.fairness.verdicts import Verdict

# The graver, the earlier; what cannot be said stands between what was found and what was ruled out.
GRAVEST_FIRST = (
    Verdict.DISPARITY_SUPPORTED,
    Verdict.DISPARITY_BORDERLINE,
    Verdict.DISPARITY_NOT_SIGNIFICANT,
    Verdict.SIGNIFICANT_WITHIN_TOLERANCE,
    Verdict.INCONCLUSIVE_UNDERPOWERED,
    Verdict.NOT_ASSESSABLE,
    Verdict.NO_EVIDENCE_OF_DISPARITY,
    Verdict.WITHIN_TOLERANCE_DEMONSTRATED,
)
FOUND = frozenset({Verdict.DISPARITY_SUPPORTED, Verdict.DISPARITY_BORDERLINE})
RULED_OUT = frozenset(
    {
        Verdict.SIGNIFICANT_WITHIN_TOLERANCE,
        Verdict.NO_EVIDENCE_OF_DISPARITY,
        Verdict.WITHIN_TOLERANCE_DEMONSTRATED,
    }
)

Result = Mapping[str, Any]


@dataclass(frozen=True)
class Stand:
    """Where one measure of one division stands: its gravest verdict over all its thresholds.

    `found`: a disparity that chance does not explain. `ruled_out`: every reading lies within its threshold and
    could have noticed otherwise. Neither: the run was too small to say, or the breach may be chance.
    """

    by: tuple[str, ...]
    measure: str
    verdict: Verdict
    sentence: str
    found: bool
    ruled_out: bool


def stands(result: Result) -> tuple[Stand, ...]:
    """Return where every measure that has a threshold stands, in the order of the readings.

    Source: docs/fairness.md, disparities.
    """
    together: dict[tuple[tuple[str, ...], str], list[Result]] = {}
    for reading in result.get("readings", ()):
        together.setdefault((tuple(reading["by"]), reading["measure"]), []).append(reading)
    return tuple(_stand(by, measure, readings) for (by, measure), readings in together.items())


def gravity(verdict: str) -> int:
    """Return how grave a verdict is: higher is graver.

    Source: the order of GRAVEST_FIRST.
    """
    return len(GRAVEST_FIRST) - GRAVEST_FIRST.index(Verdict(verdict))


def gravest(result: Result) -> Verdict | None:
    """Return the gravest verdict of a result; nothing where no threshold was set.

    Source: the order of GRAVEST_FIRST.
    """
    verdicts = (Verdict(reading["verdict"]) for reading in result.get("readings", ()))
    return max(verdicts, key=gravity, default=None)


def _stand(by: tuple[str, ...], measure: str, readings: Sequence[Result]) -> Stand:
    first = max(readings, key=lambda reading: gravity(reading["verdict"]))
    verdicts = {Verdict(reading["verdict"]) for reading in readings}
    return Stand(
        by=by,
        measure=measure,
        verdict=Verdict(first["verdict"]),
        sentence=first["sentence"],
        found=bool(verdicts & FOUND),
        ruled_out=verdicts <= RULED_OUT,
    )

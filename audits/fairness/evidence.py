"""All that is known of each measure before a threshold is put to it: tests, and groups side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audits.fairness.comparisons import Comparison, compared, judged
from audits.fairness.groupings import Grouping
from audits.fairness.margins import Rates
from audits.fairness.resampling import stream
from audits.fairness.significance import GlobalTest, chi_square, holm, over_all_groups
from audits.fairness.spec import Spec
from audits.fairness.standing import Standing


@dataclass(frozen=True, eq=False)
class Evidence:
    """One measure in one division of the people.

    `p_global` is the global test's p-value adjusted over the whole run, 1 where there is no test; `drawn`
    holds the resampled bounds of difference and ratio over the assessed groups; `hidden` are groups whose
    numbers no page shows.
    """

    by: tuple[str, ...]
    standing: Standing
    test: GlobalTest | None
    p_global: float
    pairs: tuple[Comparison, ...]
    drawn: Rates
    favourable: str
    alpha: float
    hidden: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        """Return the global test and the comparisons with the reference as plain values."""
        test = self.test
        return {
            "global": None if test is None else {**test._asdict(), "p_adjusted": self.p_global},
            "chi_square": chi_square(self.standing.counted, self.standing.out_of),
            "pairwise": [pair.as_json() for pair in self.pairs],
        }


def gathered(grouped: Sequence[Grouping], spec: Spec, favourable: str) -> tuple[Evidence, ...]:
    """Return the evidence on every measure of every division, the global tests adjusted together.

    Source: Holm 1979 over the family of global tests; docs/fairness.md.
    """
    asked = [(part, stood) for part in grouped for stood in part.standings.values()]
    tests = [_tested(part, stood, spec) for part, stood in asked]
    adjusted = iter(holm([test.p for test in tests if test is not None]))
    found = []
    for (part, stood), test in zip(asked, tests, strict=True):
        p_global = 1.0 if test is None else next(adjusted)
        pairs = _pairs(part, stood, spec, p_global)
        drawn = part.drawn[stood.measure]
        found.append(
            Evidence(part.by, stood, test, p_global, pairs, drawn, favourable, spec.alpha, part.hidden)
        )
    return tuple(found)


def _tested(part: Grouping, stood: Standing, spec: Spec) -> GlobalTest | None:
    """Return the global test over the assessed groups, None below two."""
    if len(stood.compared) < 2:  # noqa: PLR2004 - a comparison takes two
        return None
    rng = stream(spec.seed, "test", stood.measure, *part.by)
    return over_all_groups(
        stood.counted[stood.assessed], stood.out_of[stood.assessed], spec.permutations, rng
    )


def _pairs(part: Grouping, stood: Standing, spec: Spec, p_global: float) -> tuple[Comparison, ...]:
    """Return every group beside the reference, with a verdict where a ratio has a threshold."""
    pairs = compared(stood, part.reference, spec.alpha)
    tolerances = [t for t in spec.thresholds if t.measure == stood.measure and t.kind == "ratio"]
    return tuple(judged(pair, tolerances[0], spec.alpha, p_global) for pair in pairs) if tolerances else pairs

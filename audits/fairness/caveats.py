"""What a reader must know that no number says."""

from collections.abc import Sequence

from audits.fairness.groupings import Grouping
from audits.fairness.reading import Reading
from audits.fairness.spec import Spec
from audits.fairness.verdicts import Verdict

LABEL_BIAS = (
    "The recorded outcome may itself carry past unequal treatment; measures that rest on it (true and false positive "
    "rate, precision, accuracy) then repeat it."
)
SELECTION = (
    "Outcomes known only for people who were selected, or missing for some groups more than for others, distort "
    "every measure that rests on them."
)
BASE_RATES = (
    "Base rates differ between groups; then equal precision and equal error rates cannot all hold at once "
    "(Chouldechova 2017; Kleinberg, Mullainathan and Raghavan 2016). Which one to give up is not a statistical question."
)
NOT_LAW = (
    "A threshold is a convention of whoever set it: the AI Act sets none. A verdict describes this data set; it does "
    "not establish a cause, and what it means in law is for a person to decide."
)
MAX_MIN = (
    "The distance between the highest and the lowest of several groups is never zero in practice, and its interval "
    "cannot reach zero; whether chance explains it is answered by the tests, not by the interval."
)


def caveats(
    grouped: Sequence[Grouping], readings: Sequence[Reading], spec: Spec, *, stated: bool
) -> tuple[str, ...]:
    """Return the sentences that belong beside these results, the reader's of the file first.

    Source: docs/fairness.md, what a test cannot show.
    """
    whole = grouped[0]
    rates = [values["base_rate"] for values in whole.by_group.values() if values["base_rate"] is not None]
    labelled = bool(rates)
    sentences = [
        *whole.cells.notes,
        *([] if stated else ["Nobody said which prediction is favourable; the positive one was taken."]),
        *_missing(whole),
        *_one_sided(whole),
        *([LABEL_BIAS, SELECTION] if labelled else []),
        *([BASE_RATES] if len(rates) > 1 and max(rates) != min(rates) else []),
        *([MAX_MIN] if len(whole.by_group) > 2 else []),  # noqa: PLR2004 - more than a pair
        *_multiplicity(readings, spec),
        *_small(whole),
        NOT_LAW,
    ]
    return tuple(sentences)


def _missing(whole: Grouping) -> list[str]:
    """Return how many values are missing, where any are."""
    missing = whole.cells.missing()
    parts = [f"{n:,} of '{column}'" for column, n in missing["columns"].items() if n]
    found = []
    if parts:
        found.append(f"Group values are missing: {', '.join(parts)}; these people form a group of their own.")
    if missing["prediction"]:
        found.append(
            f"{missing['prediction']:,} rows have no prediction; they are in the counts and in no rate of it."
        )
    if missing["outcome"] and missing["outcome"] < whole.cells.n:
        found.append(
            f"{missing['outcome']:,} rows have no outcome; they are in selection rates and no error rate."
        )
    return found


def _one_sided(whole: Grouping) -> list[str]:
    """Return the groups whose balanced accuracy is only half of one."""
    names = [
        name
        for name, values in whole.by_group.items()
        if values["balanced_accuracy"] is not None and (values["tpr"] is None or values["tnr"] is None)
    ]
    if not names:
        return []
    return [
        f"In {len(names)} groups only one outcome occurs; their balanced accuracy is the rate for that outcome alone: "
        f"{', '.join(names[:10])}{' and others' if len(names) > 10 else ''}."  # noqa: PLR2004
    ]


def _multiplicity(readings: Sequence[Reading], spec: Spec) -> list[str]:
    """Return how many questions were asked at once."""
    asked = {
        (reading.by, reading.measure) for reading in readings if reading.verdict != Verdict.NOT_ASSESSABLE
    }
    if not asked:
        return []
    return [
        f"{len(asked)} global tests were made at alpha {spec.alpha:g} and adjusted together (Holm); groups are compared "
        "with the reference within each, adjusted over the groups (Holm)."
    ]


def _small(whole: Grouping) -> list[str]:
    """Return the groups that readings left out."""
    names = sorted({name for reading in whole.standings.values() for name in reading.names_left_out})
    if not names:
        return []
    return [
        f"Too small for at least one reading: {', '.join(names[:10])}{' and others' if len(names) > 10 else ''}."
    ]  # noqa: PLR2004

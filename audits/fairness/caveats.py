"""What a reader must know that no number says."""

from collections.abc import Collection, Sequence

from audits.fairness.groupings import Grouping
from audits.fairness.labels import listed
from audits.fairness.reading import Reading
from audits.fairness.spec import Spec
from audits.fairness.verdicts import Verdict

ASSUMED = "Nobody said which prediction is favourable; the positive one was taken."
NO_DECISION = "No decision was given, and no threshold that makes one; only numbers are measured."
LABEL_BIAS = (
    "The recorded outcome may itself carry past unequal treatment; measures that rest on it (true and false "
    "positive rate, precision, accuracy) then repeat it."
)
SELECTION = (
    "Outcomes known only for people who were selected, or missing for some groups more than for others, "
    "distort every measure that rests on them."
)
BASE_RATES = (
    "Base rates differ between groups; then equal precision and equal error rates cannot all hold at once "
    "(Chouldechova 2017; Kleinberg, Mullainathan and Raghavan 2016). Which one to give up is not a question "
    "that statistics can answer."
)
NOT_LAW = (
    "A threshold is a convention of whoever set it: the AI Act sets none. A verdict describes this data set; "
    "it does not establish a cause, and what it means in law is for a person to decide."
)
STRATA = (
    "Comparing only within the values of '{by}' shows what that column goes with; it justifies nothing. People "
    "may have come to have different values by unequal treatment, too."
)
MAX_MIN = (
    "The distance between the highest and the lowest of several groups is never zero in practice, and its "
    "interval cannot reach zero; whether chance explains it is answered by the tests, not by the interval."
)


def caveats(
    grouped: Sequence[Grouping], readings: Sequence[Reading], spec: Spec, *, stated: bool
) -> tuple[str, ...]:
    """Return the sentences that belong beside these results, those on the reading of the file first.

    Source: docs/fairness.md, what a test cannot show.
    """
    whole = grouped[0]
    rates = {values["base_rate"] for values in whole.by_group.values()} - {None}
    sentences = [*whole.cells.notes, *_missing(whole, spec), *_one_sided(whole)]
    sentences += [] if stated or not spec.decides else [ASSUMED]
    sentences += [LABEL_BIAS, SELECTION] if rates else []
    sentences += [BASE_RATES] if len(rates) > 1 else []
    sentences += [MAX_MIN] if any(len(part.by_group) > 2 for part in grouped) else []  # noqa: PLR2004 - not a pair
    sentences += [STRATA.format(by=spec.stratum)] if spec.stratum else []
    return (*sentences, *_multiplicity(readings, spec), *_small(grouped), NOT_LAW)


def _missing(whole: Grouping, spec: Spec) -> list[str]:
    """Return how many values are missing, where any are."""
    missing = whole.cells.missing()
    parts = [f"{n:,} of '{column}'" for column, n in missing["columns"].items() if n]
    found = []
    if parts:
        found.append(f"Group values are missing: {', '.join(parts)}; these people form a group of their own.")
    if not spec.decides:
        found.append(NO_DECISION)
    elif n := missing["prediction"]:
        found.append(f"{n:,} rows have no prediction; they are counted, and in no rate that needs one.")
    if (n := missing["outcome"]) and n < whole.cells.n:
        found.append(f"{n:,} rows have no outcome; they are counted in selection rates and in no error rate.")
    return found


def _one_sided(whole: Grouping) -> list[str]:
    """Return the groups whose balanced accuracy is only half of one."""
    names = [
        name
        for name, values in whole.by_group.items()
        if values["balanced_accuracy"] is not None
        and None in (values["tpr"], values["tnr"])
        and name not in whole.hidden
    ]
    return _about("Only one outcome occurs, so balanced accuracy is the rate for that outcome alone", names)


def _multiplicity(readings: Sequence[Reading], spec: Spec) -> list[str]:
    """Return how many questions were asked at once."""
    asked = {(r.by, r.measure) for r in readings if r.verdict != Verdict.NOT_ASSESSABLE}
    if not asked:
        return []
    made = "One global test was made" if len(asked) == 1 else f"{len(asked)} global tests were made"
    family = f"{made} at alpha {spec.alpha:g} and adjusted together (Holm)"
    return [
        f"{family}; within each, groups are compared with the reference and adjusted over the groups (Holm)."
    ]


def _small(grouped: Sequence[Grouping]) -> list[str]:
    """Return the groups that readings left out."""
    names = {name for part in grouped for stood in part.standings.values() for name in stood.left_out}
    return _about("Too small for at least one reading", sorted(names))


def _about(what: str, names: Collection[str]) -> list[str]:
    """Return a sentence on these groups, nothing when there are none."""
    return [f"{what}: {listed(names)}."] if names else []

"""Whether what is kept of scores and predicted numbers speaks of the people who were counted, and of no others."""

from collections import Counter
from collections.abc import Iterable, Sequence

from audits.fairness.possible_weights import misfit_of_sums
from audits.fairness.stored.moments import Moments
from audits.fairness.stored.scores import Group, Scores
from audits.fairness.thresholds import Misstated

Counted = tuple[Group, int | None, int]  # group, outcome, people


def refuse_other_scores(scores: Scores, by: Sequence[str], counted: Iterable[Counted]) -> None:
    """Refuse scores of more or fewer people than were counted, by group; and of more with some outcome.

    Raises: Misstated, naming the field.
    """
    people, labelled = _people(counted)
    scored: Counter[Group] = Counter()
    for row in scores.rows:
        scored[row.group] += sum(row.n)
        labelled[row.group, row.outcome] -= sum(row.n)
    if any(n < 0 for n in labelled.values()):
        raise Misstated(
            "scores.rows", "hold more people with some outcome than the cells count in their group."
        )
    everyone = scored + Counter[Group]()
    for one in scores.unscored:
        everyone[one.group] += one.missing + one.invalid
    _refuse_others("scores.rows", everyone, people)
    _refuse_other_profiles(scores, by, scored)
    for row in scores.rows:
        for n, weight, squared in zip(row.n, row.weight, row.squared, strict=False):
            if fault := misfit_of_sums(n, weight, squared):
                raise Misstated("scores.rows", f"hold a bin whose {fault[0]} {fault[1]}")


def refuse_other_moments(moments: Moments, counted: Iterable[Counted]) -> None:
    """Refuse predicted numbers of more or fewer people than were counted, by group.

    Raises: Misstated, naming the field.
    """
    people, _ = _people(counted)
    told: Counter[Group] = Counter()
    for row in moments.rows:
        told[row.group] += row.n + row.missing + row.invalid
    _refuse_others("moments.rows", told, people)


def _people(counted: Iterable[Counted]) -> tuple[Counter[Group], Counter[tuple[Group, int | None]]]:
    people: Counter[Group] = Counter()
    labelled: Counter[tuple[Group, int | None]] = Counter()
    for group, outcome, n in counted:
        people[group] += n
        labelled[group, outcome] += n
    return people, labelled


def _refuse_others(field: str, told: Counter[Group], people: Counter[Group]) -> None:
    """Refuse totals by group that are not those of the cells."""
    for group in told | people:
        if told[group] != people[group]:
            name = " | ".join(word or "(missing)" for word in group)
            raise Misstated(
                field, f"speak of {told[group]:,} people in {name}, the cells of {people[group]:,}."
            )


def _refuse_other_profiles(scores: Scores, by: Sequence[str], scored: Counter[Group]) -> None:
    """Refuse finished values of a group whose scores are others; of divisions by columns that are here."""
    for division, profiles in (scores.profiles or {}).items():
        if not set(division) <= set(by):
            continue
        places = [by.index(name) for name in division]
        sums: Counter[Group] = Counter()
        for group, n in scored.items():
            sums[tuple(group[place] for place in places)] += n
        for profile in profiles:
            if profile.n != sums[tuple(profile.group)]:
                raise Misstated(
                    "scores.profiles", f"tell of {profile.n:,} people where the rows hold others."
                )

"""A whole result with hidden groups withheld in every division of it."""

from typing import Any

from audits.fairness.withholding.blanks import Hiding, Part, hiding
from audits.fairness.withholding.decisions import local_law, of_decisions, within_strata
from audits.fairness.withholding.numbers import of_numbers

CAVEAT = (
    "Some groups are too small to show. Their numbers are withheld, and with them those of other groups and the "
    "statistics over all groups that would give them away."
)
OF_A_READING = (
    "value", "interval", "interval_method", "worst_group", "best_group", "p_global", "p_pair", "stratified",
)  # fmt: skip


def withheld(result: Part) -> dict[str, Any]:
    """Return a result in which every number that tells of a hidden group is null; twice is the same as once.

    Verdicts stand: they say on which side of a threshold a group lies, not where. Totals stand: hidden in them
    are at least two groups of `display_minimum` people together.
    Source: the JSON of an assessment; docs/fairness.md, small groups.
    """
    minimum = result["spec"]["display_minimum"]
    whole = hiding(result, minimum)
    alone = {name: hiding(part, minimum) for name, part in result["by_column"].items()}
    tables = result["ll144"]["tables"]
    missing = result["missing"]
    return {
        **result,
        **_part(whole),
        "by_column": {name: {**one.part, **_part(one)} for name, one in alone.items()},
        "readings": [withheld_reading(one) for one in result["readings"]],
        "missing": {**missing, "by_group": whole.without(missing["by_group"])},
        "ll144": {
            **result["ll144"],
            "tables": [
                local_law(one, whole if list(one["by"]) == list(result["by"]) else alone[one["by"][0]])
                for one in tables
            ],
        },
        "caveats": _caveats(result, any(one.hidden for one in (whole, *alone.values()))),
    }


def withheld_reading(one: Part) -> dict[str, Any]:
    """Return a verdict; without its numbers where they would give a hidden group away.

    Source: the JSON of an assessment.
    """
    return {**one, **dict.fromkeys(OF_A_READING)} if one.get("discloses") else dict(one)


def _part(one: Hiding) -> dict[str, Any]:
    """Return what changes in one division; where nothing is hidden, only its strata."""
    within = {"stratified": within_strata(one)}
    return {**of_decisions(one), **of_numbers(one), **within} if one.hidden else within


def _caveats(result: Part, hides: bool) -> list[str]:  # noqa: FBT001 what it says depends on nothing else
    told = [one for one in result["caveats"] if one != CAVEAT]
    return [*told, CAVEAT] if hides else told

"""What a division tells of decisions, with hidden groups withheld."""

from collections.abc import Sequence
from typing import Any

from audits.fairness.parities import PARITIES, WORSE
from audits.fairness.withholding.blanks import Hiding, Part, blank

HEADLINES = {
    **{name: (PARITIES[name],) for name in ("demographic_parity", "equal_opportunity", "predictive_parity")},
    WORSE: ("tpr", "fpr"),
}


def of_decisions(hiding: Hiding) -> dict[str, Any]:
    """Return the parts of a division that rest on decisions, as they may be read.

    Source: the keys of audits.fairness.Assessment.
    """
    part = hiding.part
    return {
        "by_group": hiding.by_name(part["by_group"]),
        "base_rates": hiding.by_name(part["base_rates"]),
        "disparities": hiding.spans(part["disparities"], part["by_group"]),
        "headline": _headline(hiding),
        "parities": _parities(hiding),
        "undefined_cells": _undefined_cells(hiding),
        "undefined": _undefined(hiding),
        "intervals": intervals(part["intervals"], hiding),
        "tests": {measure: _tests(one, hiding) for measure, one in part["tests"].items()},
        "impact": _impact(hiding),
        "four_fifths": _four_fifths(hiding),
        "against": _against(hiding),
        "weights": part["weights"] and {**part["weights"], "by_group": hiding.by_name(part["weights"]["by_group"])},
        "suppressed": [one | {"n": None} if one["display"] else one for one in part["suppressed"]],
    }  # fmt: skip


def intervals(found: Part, hiding: Hiding) -> dict[str, Any]:
    """Return intervals by group; none of the distances between ends, which were drawn with all groups.

    Source: the JSON of an assessment.
    """
    drawn = {measure: hiding.without(draws) for measure, draws in found.get("undefined_draws", {}).items()}
    told = {"by_group": hiding.by_name(found["by_group"]), "disparities": blank(found["disparities"])}
    return {**found, **told, **({"undefined_draws": drawn} if "undefined_draws" in found else {})}


def within_strata(hiding: Hiding) -> dict[str, Any] | None:
    """Return what is left within strata; the strata themselves only where nobody in them is few.

    Source: the JSON of an assessment.
    """
    found = hiding.part["stratified"]
    if not found:
        return None
    sizes = [one["n"] for stratum in found["strata"] for one in stratum["groups"].values()]
    measures = {
        measure: {name: hiding.row(one, {"group": name, **one}) for name, one in groups.items()}
        for measure, groups in found["measures"].items()
    }  # fmt: skip
    shares = hiding.by_name(found["conditional_demographic_disparity"])
    few = bool(hiding.hidden) or min(sizes, default=0) < hiding.minimum
    told = {"measures": measures, "conditional_demographic_disparity": shares}
    return {**found, **told, "strata": [] if few else found["strata"]}


def local_law(table: Part, hiding: Hiding) -> dict[str, Any]:
    """Return a table of Local Law 144; no impact ratio where the most selected category is hidden.

    Source: the JSON of an assessment.
    """
    rows, most = hiding.rows(table["rows"]), table["most_selected"]
    if most in hiding.hidden:
        rows, most = [row | {"impact_ratio": None} for row in rows], None
    return {**table, "rows": rows, "most_selected": most}


def _stand(hiding: Hiding, measures: Sequence[str]) -> bool:
    """Return whether the distances of these measures lie between shown groups."""
    found = {measure: hiding.part["disparities"][measure] for measure in measures}
    spans = hiding.spans(found, hiding.part["by_group"])
    return all(one["difference"] is not None for one in spans.values())


def _headline(hiding: Hiding) -> dict[str, Any]:
    stand = {name for name, measures in HEADLINES.items() if _stand(hiding, measures)}
    found = hiding.part["headline"]
    return {name: value if name.rsplit("_", 1)[0] in stand else None for name, value in found.items()}


def _parities(hiding: Hiding) -> dict[str, Any]:
    told = {}
    for name, one in hiding.part["parities"].items():
        sizes = ("difference", "ratio") if _stand(hiding, one["measures"]) else ()
        kept = {"measures", *sizes}
        told[name] = {key: value if key in kept else None for key, value in one.items() if key != "why"}
    return told


def _undefined_cells(hiding: Hiding) -> dict[str, int]:
    shown = hiding.without(hiding.part["by_group"]).values()
    counts = {m: sum(one[m] is None for one in shown) for m in hiding.part["undefined_cells"]}
    return {measure: n for measure, n in counts.items() if n}


def _undefined(hiding: Hiding) -> dict[str, str]:
    """Return the reasons for nulls, but not those of hidden groups: they would tell what these lack."""
    return {
        pointer: reason
        for pointer, reason in hiding.part["undefined"].items()
        if not hiding.hidden & {step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")}
    }


def _tests(one: Part, hiding: Hiding) -> dict[str, Any]:
    """Return the tests; not their statistics over all groups, from which one unknown count would follow."""
    over_all = one["global"] and {**one["global"], "statistic": None}
    return {**one, "global": over_all, "chi_square": None, "pairwise": hiding.rows(one["pairwise"])}


def _impact(hiding: Hiding) -> dict[str, Any]:
    found = hiding.part["impact"]
    told = {key: hiding.by_name(found[key]) for key in ("rates", "selected", "impact_ratios")}
    unknown = {"ratio": None, "ratio_without_small_groups": None}
    if found["best_group"] in hiding.hidden:
        return {
            **found,
            **told,
            **unknown,
            "best_group": None,
            "impact_ratios": blank(found["impact_ratios"]),
        }
    return {**found, **told, **unknown}


def _four_fifths(hiding: Hiding) -> dict[str, Any]:
    found = hiding.part["four_fifths"]
    if found["best_group"] in hiding.hidden:
        return {**found, "best_group": None, "groups": blank(found["groups"])}
    return {**found, "groups": hiding.by_name(found["groups"])}


def _against(hiding: Hiding) -> dict[str, Any]:
    """Return the distances from the reference and from everyone; none from a reference that is hidden."""
    reference, everyone = hiding.part["against"]["reference"], hiding.part["against"]["overall"]
    hidden = reference["group"] in hiding.hidden
    told = {m: blank(one) if hidden else hiding.by_name(one) for m, one in reference["measures"].items()}
    overall = {m: hiding.by_name(one) for m, one in everyone["measures"].items()}
    return {
        **hiding.part["against"],
        "reference": {**reference, "measures": told},
        "overall": {**everyone, "measures": overall, "largest": blank(everyone["largest"])},
    }

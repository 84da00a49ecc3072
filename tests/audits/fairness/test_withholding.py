"""What people may read of a result: nothing of a hidden group, and nothing from which it would follow."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from audits.fairness import Assessment, Cell, Cells, Spec, drift, measure
from audits.fairness.schemas import result_schema
from audits.fairness.withholding import withheld, withheld_drift
from audits.fairness.withholding.blanks import hiding
from audits.fairness.withholding.decisions import of_decisions
from audits.fairness.withholding.numbers import of_numbers
from tests.audits.fairness.samples import counted

CORNERS = ((1, 1), (1, 0), (0, 1), (0, 0))
COUNTS = {
    "blue": (160, 40, 40, 160),
    "green": (80, 120, 20, 180),
    "red": (9, 8, 7, 8),
    "violet": (3, 2, 1, 2),
}
# By sampling and by permutation; drawn counts of hidden groups move the ends by chance alone.
NAMES = ("group", "reference", "category")
DRAWN = ("p", "p_adjusted", "p_global", "p_pair", "verdict", "label", "sentence")


def assessed(**changes: tuple[int, ...]) -> dict[str, Any]:
    """Return a result on four groups, of which the smallest and, to keep it hidden, the next are not shown."""
    cells = [
        Cell((name,), outcome, prediction, n)
        for name, counts in (COUNTS | changes).items()
        for (outcome, prediction), n in zip(CORNERS, counts, strict=True)
    ]
    spec = Spec(outcome="y", prediction="p", by=("colour",), draws=200, permutations=199)
    return plain(measure(Cells(spec.by, tuple(cells)), spec).as_json())


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what JSON makes of it."""
    return json.loads(json.dumps(value))


def leaves(value: object, pointer: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{place}")
    else:
        yield pointer, value


def is_drawn(pointer: str) -> bool:
    """Return whether chance has a part in a number, so that it moves with the seed, too."""
    of_rates = pointer.split("/")[-2] in ("balanced_accuracy", "f1", "mcc") and pointer.startswith(
        "/intervals"
    )
    resampled = pointer.startswith("/against/overall/") or "balanced_accuracy" in pointer
    of_readings = pointer.startswith("/readings/") and "/interval/" in pointer
    return pointer.rsplit("/", 1)[-1] in DRAWN or of_rates or resampled or of_readings


def test_two_data_sets_that_differ_only_in_what_is_hidden_read_the_same():
    one, other = (
        dict(leaves(withheld(result)))
        for result in (assessed(), assessed(red=(8, 9, 8, 7), violet=(4, 1, 0, 3)))
    )

    assert {p: v for p, v in one.items() if not is_drawn(p)} == {
        p: v for p, v in other.items() if not is_drawn(p)
    }


def test_of_a_hidden_group_only_its_name_is_left():
    result = assessed()
    hidden = {item["group"] for item in result["suppressed"] if item["display"]}

    told = withheld(result)

    assert hidden == {"red", "violet"}
    assert {v for p, v in leaves(told) if hidden & set(p.split("/"))} == {None}
    for rows in (told["ll144"]["tables"][0]["rows"], told["tests"]["selection_rate"]["pairwise"]):
        named = [row for row in rows if hidden & {row.get("group"), row.get("category")}]
        assert named
        assert {v for row in named for p, v in leaves(row) if p.split("/")[1] not in NAMES} == {None}
    assert not any("violet" in pointer for pointer in told["undefined"])


def test_distances_between_shown_groups_stand_and_others_do_not():
    blue_and_green = assessed()["by_group"]
    told = withheld(assessed(red=(2, 15, 14, 1), violet=(0, 8, 0, 0)))

    shown = [blue_and_green[name]["base_rate"] for name in ("blue", "green")]
    assert told["disparities"]["base_rate"] == {"difference": None, "ratio": None, "n_groups_defined": 2}
    assert told["overall"]["base_rate"] is not None
    assert withheld(assessed(red=(12, 4, 2, 14), violet=(3, 1, 1, 3)))["disparities"]["base_rate"][
        "difference"
    ] == (pytest.approx(max(shown) - min(shown)))


def test_a_verdict_stands_when_its_numbers_do_not():
    result = assessed(red=(1, 20, 1, 10))

    told = {(one["measure"], one["kind"]): one for one in withheld(result)["readings"]}
    kept = {(one["measure"], one["kind"]): one for one in result["readings"]}

    one = told["selection_rate", "ratio"]
    assert kept["selection_rate", "ratio"]["discloses"] == ["red"]
    assert (one["value"], one["interval"], one["worst_group"]) == (None, None, None)
    assert (one["verdict"], one["label"], one["threshold"]) == tuple(
        kept["selection_rate", "ratio"][name] for name in ("verdict", "label", "threshold")
    )


def test_a_result_without_hidden_groups_is_what_it_was_and_twice_is_as_once():
    whole = assessed(red=(20, 20, 20, 20), violet=(10, 10, 10, 10))

    assert plain(withheld(whole)) == whole
    assert plain(withheld(withheld(assessed()))) == plain(withheld(assessed()))


def test_what_is_withheld_keeps_to_the_published_schema():
    assert list(Draft202012Validator(result_schema()).iter_errors(plain(withheld(assessed())))) == []


def test_scores_numbers_and_strata_of_a_hidden_group_are_withheld_in_every_division(tmp_path):
    lines = ["g,s,y,p,score,place"]
    for i in range(330):
        group = "violet" if i < 6 else "red" if i < 30 else ("blue", "green")[i % 2]
        lines.append(
            f"{group},{'fm'[i % 3 == 0]},{int(i % 7 < 3)},{int(i % 5 < 2)},{i % 97 / 97:.3f},{'ab'[i % 2]}"
        )
    scored = counted(tmp_path, "\n".join(lines), by=("g", "s"), score="score")
    stratified = counted(tmp_path, "\n".join(lines), by=("g", "s"), stratum="place")
    base = {"outcome": "y", "prediction": "p", "by": ("g", "s"), "draws": 100, "permutations": 99}
    specs = (Spec(**base, score="score", sweep=(0.5,), equalise="tpr"), Spec(**base, stratum="place"))

    for cells, spec in zip((scored, stratified), specs, strict=True):
        told = plain(withheld(plain(measure(cells, spec).as_json())))

        for part in (told, *told["by_column"].values()):
            hidden = {item["group"] for item in part["suppressed"] if item["display"]}
            numbers = {k: part[k] for k in ("scores", "stratified", "against", "weights") if part[k]}
            told_of = {v for p, v in leaves(numbers) if hidden & set(p.split("/")) and not p.endswith(NAMES)}
            assert told_of <= {None}
        assert {item["group"] for item in told["by_column"]["g"]["suppressed"] if item["display"]} == {
            "red",
            "violet",
        }
        assert not told["stratified"] or told["stratified"]["strata"] == []


def test_every_part_of_a_result_is_treated_or_known_to_tell_of_no_group():
    # Whoever adds a part says here, or in withholding, what becomes of hidden groups in it.
    of_no_group = {
        "n", "by", "overall", "reference", "favourable", "authority", "versions", "seed", "spec", "labels", "dataset",
    }  # fmt: skip
    apart = hiding(assessed(), 10)

    treated = {*of_decisions(apart), *of_numbers(apart), "stratified"}
    treated |= {"by_column", "readings", "missing", "ll144", "caveats"}

    assert {field.name for field in fields(Assessment)} == of_no_group | treated


def test_drift_takes_hidden_groups_together():
    def cells(**sizes: int) -> Cells:
        return Cells(("g",), tuple(Cell((name,), None, 1, n) for name, n in sizes.items()))

    hidden = {"g": frozenset({"red", "violet"})}
    moves = [
        withheld_drift(drift(cells(blue=500, red=30, violet=4), cells(blue=400, red=a, violet=b)), hidden)
        for a, b in ((60, 8), (64, 4))
    ]

    assert moves[0] == moves[1]
    assert [(part.name, part.n_before, part.n_now) for part in moves[0].groups["g"].parts] == [
        ("blue", 500, 400),
        ("(too small to show)", 34, 68),
    ]

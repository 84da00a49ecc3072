"""The tables of Local Law 144 and the four-fifths rule, through the command that prints them."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from audits.fairness import Cell, Cells
from tests.audits.fairness.samples import assess, selected


def run(path: Path, *options: str) -> dict:
    printed = StringIO()
    call_command("measure", str(path), *options, "--draws", "100", stdout=printed)
    return json.loads(printed.getvalue())


def example(shared: Path, folder: Path, table: str, unknown: int) -> Path:
    """Return one table of the regulator's example as a file of counts, with applicants of unknown category."""
    golden = json.loads((shared / "fairness" / "golden" / "ll144_selection.json").read_text())
    path = folder / f"{table}.csv"
    columns = {"sex": ["sex"], "race": ["race"], "intersectional": ["race", "sex"]}[table]
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow([*columns, "selected", "n"])
        for category, row in golden["expected"][table].items():
            words = category.split("|")
            writer.writerow([*words, 1, row["selected"]])
            writer.writerow([*words, 0, row["applicants"] - row["selected"]])
        writer.writerow([*([""] * len(columns)), 0, unknown])
    return path


@pytest.mark.shared
@pytest.mark.parametrize("table", ["sex", "race", "intersectional"])
def test_the_regulators_example_is_printed_with_its_unknowns_beside_it(shared, tmp_path, table):
    golden = json.loads((shared / "fairness" / "golden" / "ll144_selection.json").read_text())
    unknown = golden["unknown_category"]
    by = {"sex": ["--by", "sex"], "race": ["--by", "race"], "intersectional": ["--by", "race", "--by", "sex"]}
    path = example(shared, tmp_path, table, unknown)

    found = run(path, "--prediction", "selected", "--count", "n", "--favourable", "1", *by[table])

    printed = found["ll144"]["tables"][0]
    assert printed["unknown"] == unknown
    rows = {row["category"]: row for row in printed["rows"]}
    assert rows.keys() == golden["expected"][table].keys()
    for category, expected in golden["expected"][table].items():
        row = rows[category]
        assert (row["applicants"], row["selected"]) == (expected["applicants"], expected["selected"])
        assert row["rate"] == pytest.approx(expected["rate"], abs=1e-12)
        assert row["impact_ratio"] == pytest.approx(expected["impact_ratio"], abs=1e-12)
        # The rule prints 79% of 0.789 and the like: two or three digits, by table.
        assert row["impact_ratio"] == pytest.approx(expected["published_impact_ratio"], abs=0.0051)
    assert rows[printed["most_selected"]]["impact_ratio"] == 1.0


def test_two_columns_give_each_table_its_own_most_selected_category():
    cells = Cells(
        ("sex", "race"),
        tuple(
            Cell((sex, race), None, p, n)
            for sex, race, k, out_of in (
                ("f", "x", 30, 60),
                ("f", "y", 10, 40),
                ("m", "x", 20, 50),
                ("m", "y", 25, 40),
            )
            for p, n in ((1, k), (0, out_of - k))
        ),
    )

    tables = {tuple(table["by"]): table for table in assess(cells).ll144["tables"]}

    assert set(tables) == {("sex", "race"), ("sex",), ("race",)}
    assert tables["sex", "race"]["most_selected"] == "m|y"
    assert tables["sex",]["most_selected"] == "m"
    assert {row["category"]: row["applicants"] for row in tables["race",]["rows"]} == {"x": 110, "y": 80}


def test_a_person_with_one_unknown_category_is_unknown_where_it_is_needed_only():
    cells = Cells(
        ("sex", "race"),
        (
            Cell(("f", "x"), None, 1, 10),
            Cell(("m", "x"), None, 0, 10),
            Cell(("m", None), None, 1, 3),
            Cell(("f", "x"), None, None, 2),
        ),
    )

    tables = {tuple(table["by"]): table for table in assess(cells).ll144["tables"]}

    assert {by: table["unknown"] for by, table in tables.items()} == {
        ("sex", "race"): 3,
        ("sex",): 0,
        ("race",): 3,
    }
    assert {table["undecided"] for table in tables.values()} == {2}


SMALL = selected(large=(400, 800), middle=(200, 500), tiny=(15, 20))


def test_small_categories_stay_where_nobody_gives_a_reason():
    (table,) = assess(SMALL).ll144["tables"]

    rows = {row["category"]: row for row in table["rows"]}
    assert rows["tiny"]["below_two_per_cent"]
    assert table["most_selected"] == "tiny"
    assert rows["large"]["impact_ratio"] == pytest.approx(0.5 / 0.75)


def test_small_categories_leave_with_a_reason_and_keep_count_and_rate():
    found = assess(SMALL, small_category_reason="Twenty applicants are too few to compare.").ll144

    (table,) = found["tables"]
    rows = {row["category"]: row for row in table["rows"]}
    assert found["small_category_reason"] == "Twenty applicants are too few to compare."
    assert table["most_selected"] == "large"
    assert rows["large"]["impact_ratio"] == 1.0
    assert (rows["tiny"]["applicants"], rows["tiny"]["rate"], rows["tiny"]["impact_ratio"]) == (
        20,
        0.75,
        None,
    )
    assert (
        rows["tiny"]["why"] == "below 2 % of the data and left out: Twenty applicants are too few to compare."
    )


def test_the_reason_reaches_the_table_from_the_command(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("g,p,n\na,1,50\na,0,50\nb,1,1\nb,0,1\n")

    found = run(
        path, "--prediction", "p", "--by", "g", "--count", "n", "--small-category-reason", "Two people."
    )

    rows = {row["category"]: row for row in found["ll144"]["tables"][0]["rows"]}
    assert (rows["b"]["left_out"], rows["a"]["left_out"]) == (True, False)


def test_nobody_selected_leaves_no_ratio_and_says_so():
    (table,) = assess(selected(a=(0, 50), b=(0, 60))).ll144["tables"]

    assert table["most_selected"] is None
    assert {row["why"] for row in table["rows"]} == {"nobody of any category was selected"}


def test_selected_means_favourable():
    (table,) = assess(selected(flagged=(60, 100), spared=(20, 100)), favourable="0").ll144["tables"]

    assert {row["category"]: row["selected"] for row in table["rows"]} == {"flagged": 40, "spared": 80}


def test_the_tables_count_people_also_where_they_are_weighted():
    plain = selected(a=(50, 100), b=(30, 100))
    weighted = tuple(
        c._replace(weight=c.n * (1.0 + (c.prediction or 0)), squared=4.0 * c.n) for c in plain.cells
    )

    found = assess(Cells(("group",), weighted, weight="w"), weight="w")

    assert found.ll144 == assess(plain).ll144
    assert found.four_fifths == assess(plain).four_fifths
    assert found.impact["rates"] != assess(plain).impact["rates"]


@pytest.mark.shared
@pytest.mark.parametrize("position", ["Captain", "Lieutenant"])
def test_ricci_is_printed_as_the_opinion_states_it(shared, tmp_path, position):
    golden = json.loads((shared / "fairness" / "golden" / "ricci_four_fifths.json").read_text())
    with (shared / "fairness" / "data" / "ricci_counts.csv").open(encoding="utf-8") as source:
        rows = [row for row in csv.DictReader(source) if row["Position"] == position]
    path = tmp_path / "ricci.csv"
    path.write_text("race,passed,n\n" + "".join(f"{r['Race']},{r['passed']},{r['n']}\n" for r in rows))

    found = run(path, "--prediction", "passed", "--by", "race", "--count", "n", "--reference", "White")

    told = found["four_fifths"]
    assert told["best_group"] == "White"
    names = {
        "n": "n", "selected": "selected", "rate": "rate", "n_best": "n_ref", "selected_best": "selected_ref",
        "impact_ratio": "impact_ratio", "standard_deviations": "sd_count", "p_z": "p_z", "p_fisher": "p_fisher",
        "shortfall": "shortfall", "flip_ratio": "impact_ratio_after_one_person_flip",
        "violation": "four_fifths_violation", "flip_changes": "flip_changes_verdict",
    }  # fmt: skip
    pairs = {pair["group"]: pair for pair in found["tests"]["selection_rate"]["pairwise"]}
    for group, expected in golden["expected"][position].items():
        for ours, theirs in names.items():
            assert told["groups"][group][ours] == pytest.approx(expected[theirs], abs=1e-9), (group, ours)
        assert pairs[group]["katz_95"] == pytest.approx(expected["katz_95"], abs=1e-9)
        assert pairs[group]["newcombe_95"] == pytest.approx(expected["newcombe_95"], abs=1e-9)
    for group, rate in golden["published"][position].items():
        assert found["impact"]["rates"][group] == pytest.approx(rate, abs=0.0005)


def test_the_four_fifths_rule_leaves_out_groups_too_small_to_be_the_measure():
    found = assess(selected(one=(4, 4), a=(60, 100), b=(40, 100))).four_fifths

    assert found["best_group"] == "a"
    assert found["left_out"] == ["one"]
    assert found["groups"]["b"]["violation"]


def test_with_nobody_selected_the_rule_has_no_ratio_and_no_violation():
    told = assess(selected(a=(0, 50), b=(0, 60))).four_fifths["groups"]

    (only,) = told.values()
    assert (only["impact_ratio"], only["violation"], only["flip_changes"]) == (None, False, False)


def test_without_a_group_large_enough_there_is_no_rule_to_apply():
    assert assess(selected(a=(1, 2), b=(2, 3))).four_fifths["best_group"] is None

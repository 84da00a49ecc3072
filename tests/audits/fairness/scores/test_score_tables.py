"""Scores and predicted numbers as flat tables, beside those of decisions."""

from pathlib import Path

from audits.fairness import Spec, count, measure
from audits.fairness.tables import tables

LINES = "".join(
    f"{'ab'[i % 2]},{'xy'[i % 3 == 0]},{i % 5 < 2:d},{i / 200},{i},{i + i % 3}\n" for i in range(200)
)


def flat(folder: Path, **changes: object) -> dict[str, list[tuple[object, ...]]]:
    """Return every table of the file under this specification, by name."""
    path = folder / "f.csv"
    path.write_text("g,h,y,s,t,p\n" + LINES)
    spec = Spec(**{"prediction": "s", "by": ("g", "h"), "draws": 100, "permutations": 99} | changes)
    cells = count(path, spec)
    return {t.name: list(t.rows) for t in tables(measure(cells, spec).as_json(), cells.as_json())}


def test_scores_give_their_groups_curves_thresholds_and_rates(tmp_path):
    found = flat(tmp_path, score="s", outcome="y", sweep=(0.3,))

    (auc,) = [row for row in found["score_groups"] if (row[0], row[1], row[4]) == ("g", "a", "auc")]
    assert auc[2] == 100
    assert auc[6] < auc[5] < auc[7]
    assert {row[1] for row in found["calibration"]} == {"equal_width", "equal_mass"}
    assert ("g", 0.3, True, "a", "selection_rate", 0.7) in found["thresholds"]
    assert len([row for row in found["scoring_rates"] if row[0] == "h"]) == 2
    assert "number_groups" not in found


def test_predicted_numbers_give_their_groups(tmp_path):
    found = flat(tmp_path, target="t", prediction="p")

    (mae,) = [row for row in found["number_groups"] if (row[0], row[1], row[4]) == ("h", "x", "mae")]
    assert mae[5] == sum(i % 3 for i in range(200) if i % 3) / len([i for i in range(200) if i % 3])


def test_decisions_alone_have_no_table_of_numbers(tmp_path):
    found = flat(tmp_path, prediction="y")

    assert not {"score_groups", "number_groups", "calibration", "thresholds", "scoring_rates"} & set(found)

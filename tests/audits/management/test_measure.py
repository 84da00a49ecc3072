"""`manage.py measure` prints the assessment of a file, or one sentence and exit code 1."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
COMPAS = ROOT / "script" / "demo_data" / "compas_race_counts.csv"
OPTIONS = ("--outcome", "y_true", "--prediction", "y_pred", "--by", "race", "--count", "n")


def run(*arguments: object) -> dict:
    printed = StringIO()
    call_command("measure", *map(str, arguments), "--draws", "100", stdout=printed)
    return json.loads(printed.getvalue())


def log(folder: Path, content: str) -> Path:
    path = folder / "log.csv"
    path.write_text(content)
    return path


def test_the_published_compas_error_rates_are_printed():
    found = run(COMPAS, *OPTIONS)

    black, white = found["by_group"]["African-American"], found["by_group"]["Caucasian"]
    assert (round(black["fpr"] * 100, 2), round(white["fpr"] * 100, 2)) == (44.85, 23.45)
    assert (round(black["fnr"] * 100, 2), round(white["fnr"] * 100, 2)) == (27.99, 47.72)
    assert found["overall"]["count"] == 7214


def test_no_database_is_touched(tmp_path):
    # No django_db mark: pytest-django refuses any query in this test.
    path = log(tmp_path, "g,y,p\na,1,1\nb,0,0\n")

    assert run(path, "--outcome", "y", "--prediction", "p", "--by", "g")["n"] == 2


def test_it_works_as_a_process_of_its_own_and_writes_where_asked(tmp_path):
    out = tmp_path / "result.json"
    command = [
        sys.executable,
        "manage.py",
        "measure",
        str(COMPAS),
        *OPTIONS,
        "--draws",
        "100",
        "--out",
        str(out),
    ]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads(out.read_text())["readings"]


def test_a_refusal_is_one_line_on_standard_error_and_exit_code_1(tmp_path):
    path = log(tmp_path, "g,y,p\na,1,0.4\nb,0,0.9\na,1,0.2\n")
    command = [
        sys.executable,
        "manage.py",
        "measure",
        str(path),
        "--outcome",
        "y",
        "--prediction",
        "p",
        "--by",
        "g",
    ]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("CommandError: prediction: 'p' holds '0.2', '0.4', '0.9': a score")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--prediction", "q", "--by", "g"), "prediction: there is no column 'q'"),
        (("--prediction", "p", "--by", "p"), "by: 'p' is the prediction column"),
        (("--prediction", "p", "--by", "g", "--reference", "z"), "reference: there is no group 'z'"),
        (("--prediction", "p", "--by", "g", "--threshold", "nan"), "threshold: must be a number"),
        (
            ("--prediction", "p", "--by", "g", "--edges", "g=a,b"),
            "edges: 'g=a,b' should look like age=25,45,65",
        ),
        (("--prediction", "p", "--by", "g", "--favourable", "x"), "favourable: 'x' does not occur"),
    ],
)
def test_refusals_name_the_option(tmp_path, options, words):
    path = log(tmp_path, "g,y,p\na,1,1\nb,0,0\n")

    with pytest.raises(CommandError) as refusal:
        call_command("measure", str(path), *options)

    assert words in str(refusal.value)


def test_a_result_that_cannot_be_written_is_an_error(tmp_path):
    path = log(tmp_path, "g,y,p\na,1,1\nb,0,0\n")

    with pytest.raises(CommandError, match="No such file"):
        call_command(
            "measure", str(path), "--prediction", "p", "--by", "g", "--out", str(tmp_path / "no" / "x.json")
        )


def test_every_option_reaches_the_specification(tmp_path):
    path = log(tmp_path, "age,sex,y,s,n\n20,f,yes,0.9,3\n70,m,no,0.1,4\n,x,no,0.2,5\n")

    columns = ("--outcome", "y", "--prediction", "s", "--by", "age", "--by", "sex", "--count", "n")
    choices = ("--threshold", "0.5", "--favourable", "0", "--reference", "under 30|f", "--seed", "7")

    found = run(path, *columns, *choices, "--edges", "age=30", "--missing", "x")

    spec = found["spec"]
    assert (spec["score_threshold"], spec["favourable"], spec["seed"], spec["draws"]) == (0.5, "0", 7, 100)
    assert (spec["edges"], spec["missing"]) == ({"age": [30.0]}, ["", "x"])
    assert found["reference"] == {"group": "under 30|f", "chosen": "stated"}
    assert set(found["by_group"]) == {"under 30|f", "30 and over|m", "(missing)|(missing)"}
    assert found["favourable"] == {"value": "0", "digit": 0, "stated": True}

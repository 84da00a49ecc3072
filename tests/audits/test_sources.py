"""The sources of an installation are checked when it starts, without connecting, and tried when somebody asks."""

from io import StringIO

import duckdb
import pytest
from django.core.management import CommandError, call_command

from audits.checks import sources_are_named
from audits.sources import faults

HUSH = "postgres://reader:hush@db.example/x"


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"lake": "/srv/lake"},
        {"dwh": {"at": HUSH, "tables": ["a"], "units": ["credit/"]}},
        {"a": "duckdb:///srv/a.duckdb", "b": "postgresql://db/x", "c": "mysql://db/x"},
    ],
)
def test_sources_that_make_sense_are_not_complained_of(settings, stated):
    settings.FAIRNESS_SOURCES = stated

    assert sources_are_named(None) == []


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        (["lake"], "is an object"),
        ({"dwh": ""}, "'dwh': needs the address"),
        ({"dwh": {"url": HUSH}}, "'dwh': is an address, or an object of at, tables and units"),
        ({"dwh": {"at": HUSH, "tables": "a"}}, "'dwh': tables and units are lists"),
        ({"dwh": "carrier-pigeon://reader:hush@db"}, "'dwh': no driver speaks 'carrier-pigeon://'"),
        ({"lake": "srv/lake"}, "'lake': the path of its folder begins with a slash"),
        ({" ": "/srv/lake"}, "its name needs"),
        ({"x" * 101: "/srv/lake"}, "its name needs"),
    ],
)
def test_a_wrong_entry_is_named_without_its_address(settings, stated, says):
    settings.FAIRNESS_SOURCES = stated

    (told,) = sources_are_named(None)

    assert told.id == "audits.E002"
    assert says in told.msg
    assert "hush" not in told.msg


def test_every_wrong_entry_is_named_and_no_right_one(settings):
    settings.FAIRNESS_SOURCES = {"good": "/srv", "bad": 1, "worse": "srv"}

    assert [fault.split("'")[1] for fault in faults()] == ["bad", "worse"]


@pytest.fixture
def lake(settings, tmp_path):
    (tmp_path / "loans").mkdir()
    database = tmp_path / "house.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE decisions AS SELECT 'f' AS sex, 1 AS hired")
        connection.execute(f"COPY decisions TO '{tmp_path}/loans/a.parquet' (FORMAT parquet)")
    settings.FAIRNESS_SOURCES = {
        "lake": str(tmp_path), "house": f"duckdb://{database}", "gone": "duckdb:///nowhere/a.duckdb"
    }  # fmt: skip


def tried(*words: str):
    out = StringIO()
    call_command("try_source", *words, stdout=out)
    return out.getvalue().split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), ["lake: folder", "house: database", "gone: database"]),
        (("lake",), ["loans"]),
        (("lake", "--table", "loans"), ["sex", "hired"]),
        (("house",), ["decisions"]),
        (("house", "--table", "decisions"), ["sex", "hired"]),
    ],
)
def test_a_source_is_tried_without_counting_anything(lake, words, told):
    assert tried(*words) == told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("dwh",), "is not among FAIRNESS_SOURCES: lake, house, gone"),
        (("gone",), "does not answer"),
        (("lake", "--table", "people"), "there is no folder 'people'"),
        (("house", "--table", "people"), "there is no table 'people'"),
    ],
)
def test_a_source_that_does_not_answer_is_told_without_its_address(lake, words, says):
    with pytest.raises(CommandError, match=says) as refusal:
        tried(*words)

    assert "nowhere" not in str(refusal.value)


def test_an_installation_without_sources_says_so(settings):
    settings.FAIRNESS_SOURCES = {}

    assert tried() == ["FAIRNESS_SOURCES names no source."]

"""Rows that lie elsewhere give the cells of the same rows in a file: a database, a folder, part by part."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import psycopg
import pytest

from audits.fairness import Cells, Limits, Misstated, Spec, Unreadable, count
from audits.fairness.files import silent
from audits.fairness.sources.adding import NotKept, PartCount, added
from audits.fairness.sources.folders import count_part
from audits.fairness.sources.looking import columns_in, tables_in
from audits.fairness.sources.parts import Part, can_be_added, folder_of, parts_in
from audits.fairness.sources.reading import count_one_part, count_source
from audits.fairness.sources.source import Source
from audits.fairness.sources.tables import _connected, count_table

SPEC = Spec(outcome="y", prediction="p", by=("sex", "age"), edges={"age": (25.0, 45.0)})
SPECS = {
    "decisions": SPEC,
    "counts": replace(SPEC, count="n"),
    "scores": Spec(outcome="y", prediction="p", score="score", by=("sex",)),
    "a score and its threshold": Spec(outcome="y", prediction="score", score_threshold=0.4, by=("sex",)),
    "weights": replace(SPEC, weight="w"),
    "a stratum": replace(SPEC, stratum="branch"),
}
ROWS = 3000
MADE = f"""
    SELECT CASE WHEN i % 11 = 0 THEN NULL WHEN i % 3 = 0 THEN 'f' ELSE 'm' END AS sex, 18 + i % 60 AS age,
      (i % 7 < 3)::INT AS y, i % 5 < 2 AS p, (i % 101) / 100.0::DOUBLE AS score, 0.5 + i % 4 AS w, 1 + i % 3 AS n,
      'branch ' || i % 2 AS branch, 'person ' || i AS name
    FROM range({ROWS}) t(i)"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> Path:
    """Return the rows as CSV."""
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({MADE}) TO '{path}' (HEADER)")
    return path


@pytest.fixture(scope="module")
def database(rows) -> Source:
    path = rows.parent / "rows.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f'CREATE TABLE "Its ""decisions""" AS {MADE}')
        connection.execute("CREATE SCHEMA old")
        connection.execute(f"CREATE TABLE old.decisions AS {MADE}")
    return Source("house", f"duckdb://{path}")


@pytest.fixture(scope="module")
def server(rows, warehouse) -> Source:
    with psycopg.connect(warehouse) as connection:
        connection.execute("DROP TABLE IF EXISTS decisions")
        connection.execute(
            "CREATE TABLE decisions (sex text, age smallint, y integer, p boolean, score double precision,"
            " w numeric(6,2), n bigint, branch varchar(20), name text)"
        )
        with connection.cursor().copy("COPY decisions FROM STDIN WITH (FORMAT csv, HEADER)") as pipe:
            pipe.write(rows.read_text())
    return Source("warehouse", warehouse)


@pytest.fixture(scope="module")
def lake(rows) -> Source:
    folder = rows.parent / "lake" / "decisions" / "2026"
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        for part in range(4):
            connection.execute(
                f"COPY (SELECT * FROM ({MADE}) WHERE age % 4 = {part}) "
                f"TO '{folder.parent if part else folder}/part {part}.parquet' (FORMAT parquet)"
            )
    return Source("lake", str(rows.parent / "lake"))


def counted(source: Source, table: str, spec: Spec, seconds: int = 60) -> Cells:
    """Return the cells of a table, counted in this process: ibis takes seconds to load in another."""
    told = {"source": source.name, "table": table}
    return count_table(source.at, table, spec, told, seconds=seconds)


def test_a_table_read_apart_is_the_one_read_here(server):
    apart, here = count_source(server, "decisions", SPEC), counted(server, "decisions", SPEC)

    assert apart == replace(here, dataset=apart.dataset)


# ibis 12 asks DuckDB 2 by a name that is on its way out.
by_an_old_name = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@by_an_old_name
@pytest.mark.parametrize("what", SPECS)
def test_a_table_of_duckdb_gives_the_cells_of_its_rows(rows, database, what):
    found, expected = counted(database, 'Its "decisions"', SPECS[what]), count(rows, SPECS[what])

    assert found == replace(expected, dataset=found.dataset)
    assert found.dataset["rows"] == ROWS


@pytest.mark.parametrize("what", SPECS)
def test_a_table_of_postgresql_gives_the_cells_of_its_rows(rows, server, what):
    found, expected = counted(server, "decisions", SPECS[what]), count(rows, SPECS[what])

    assert found == replace(expected, dataset=found.dataset, labels=found.labels)
    assert found.labels == expected.labels
    assert found.dataset["rows"] == ROWS


@pytest.mark.parametrize("what", ["decisions", "a stratum", "weights"])
def test_a_folder_of_parts_gives_the_cells_of_its_rows(rows, lake, what):
    found, expected = count_source(lake, "decisions", SPECS[what]), count(rows, SPECS[what])

    assert found.cells == expected.cells
    assert found.as_json() | {"dataset": 0} == expected.as_json() | {"dataset": 0}


@pytest.mark.parametrize("what", ["decisions", "counts", "a stratum", "weights"])
def test_parts_counted_one_by_one_and_added_are_those_counted_in_one_pass(lake, what):
    spec, folder = SPECS[what], folder_of(lake.at, "decisions")
    parts = parts_in(folder)

    counts = [count_one_part(folder, part, spec, silent, Limits()) for part in parts]
    stored = [PartCount.from_json(json.loads(json.dumps(one.as_json()))) for one in reversed(counts)]
    together = added(parts[::-1], stored, spec, {"source": "lake", "table": "decisions"})

    once = count_source(lake, "decisions", spec)
    assert together.cells == once.cells
    assert added(parts, counts, spec, {"source": "lake", "table": "decisions"}) == once


def test_more_small_combinations_than_parts_keep_weights_of_need_one_pass(lake, monkeypatch):
    spec, folder = SPECS["weights"], folder_of(lake.at, "decisions")
    parts = parts_in(folder)
    counts = [count_part(folder, part, spec) for part in parts]
    assert any(count.weights for count in counts)
    monkeypatch.setattr("audits.fairness.weighing.MOST_KEPT", 3)

    with pytest.raises(NotKept):
        added(parts, counts, spec, {})
    with pytest.raises(NotKept):
        added(parts, [replace(count, weights=()) for count in counts], spec, {})


def test_scores_need_all_rows_in_one_pass():
    parts = [Part("a", 1, 1), Part("b", 1, 1)]

    assert can_be_added(None, parts)
    assert not can_be_added("score", parts)
    assert not can_be_added(None, parts[:1])


def test_every_part_has_its_digest_and_all_have_one(lake):
    from hashlib import sha256

    dataset = count_source(lake, "decisions", SPEC).dataset
    folder = folder_of(lake.at, "decisions")

    assert [part["name"] for part in dataset["parts"]] == [
        "2026/part 0.parquet", "part 1.parquet", "part 2.parquet", "part 3.parquet",
    ]  # fmt: skip
    for part in dataset["parts"]:
        assert part["sha256"] == sha256((folder / part["name"]).read_bytes()).hexdigest()
    lines = "".join(f"{part['sha256']}  {part['name']}\n" for part in dataset["parts"])
    assert dataset["sha256"] == sha256(lines.encode()).hexdigest()


def test_a_table_has_no_digest_and_says_what_it_has_instead(server):
    dataset = counted(server, "decisions", SPEC).dataset

    assert (dataset["sha256"], dataset["source"], dataset["table"]) == (None, "warehouse", "decisions")
    assert "no digest" in dataset["statement"]
    assert dataset["snapshot_at"].startswith("20")


@by_an_old_name
def test_a_table_in_another_schema_is_named_with_it(database):
    assert counted(database, "old.decisions", SPEC).n == ROWS


@pytest.mark.parametrize("table", ["gone", 'decisions"; DROP TABLE decisions; --', "decisions WHERE 1=1", ""])
def test_a_name_is_a_name_and_no_command(server, warehouse, table):
    with pytest.raises(Unreadable) as refusal:
        counted(server, table, SPEC)

    assert refusal.value.field == "table"
    with psycopg.connect(warehouse) as connection:
        assert connection.execute("SELECT count(*) FROM decisions").fetchone() == (ROWS,)


def test_a_table_is_looked_at_without_counting_it(server, database):
    columns = ("sex", "age", "y", "p", "score", "w", "n", "branch", "name")

    assert columns_in(server, "decisions", SPEC) == columns
    assert columns_in(database, "old.decisions") == columns
    assert "decisions" in tables_in(server)


def test_looking_names_the_column_that_is_not_there(server):
    with pytest.raises(Unreadable, match="there is no column 'gender'") as refusal:
        columns_in(server, "decisions", replace(SPEC, by=("gender",), edges={}))

    assert refusal.value.field == "by"


def test_a_column_that_is_not_there_is_named(server):
    with pytest.raises(Unreadable) as refusal:
        counted(server, "decisions", replace(SPEC, prediction="pp"))

    assert refusal.value.field == "prediction"
    assert "there is no column 'pp'" in refusal.value.message


def test_names_of_people_are_refused_before_they_are_all_fetched(server):
    with pytest.raises(Unreadable, match="more than 200 different values"):
        counted(server, "decisions", replace(SPEC, by=("name",), edges={}))


def test_counts_that_are_no_counts_are_refused(server, warehouse):
    with psycopg.connect(warehouse) as connection:
        connection.execute("DROP TABLE IF EXISTS odd")
        connection.execute("CREATE TABLE odd AS SELECT sex, age, y, p, -1 AS n FROM decisions LIMIT 5")

    with pytest.raises(Unreadable, match="5 rows hold no whole number") as refusal:
        counted(server, "odd", SPECS["counts"])

    assert refusal.value.field == "count"


def test_the_session_can_only_read_and_no_query_outlives_its_time(server):
    connection = _connected(server.at, 7)
    try:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.raw_sql("CREATE TABLE intruder (a int)")
        connection.con.rollback()
        with connection.con.cursor() as cursor:
            assert cursor.execute("SHOW statement_timeout").fetchone() == ("7s",)
    finally:
        connection.disconnect()


def test_a_query_that_takes_too_long_is_ended_by_the_database(server, warehouse):
    with psycopg.connect(warehouse) as connection:
        connection.execute("DROP VIEW IF EXISTS slow")
        connection.execute("CREATE VIEW slow AS SELECT sex, age, y, p FROM decisions, pg_sleep(30)")

    with pytest.raises(Unreadable, match="took longer than 2 seconds"):
        counted(server, "slow", SPEC, seconds=2)


def test_a_database_that_breaks_off_in_the_middle_is_trouble_that_may_pass(server, warehouse):
    ended = []

    def end_it(stage: str, _done: int, _total: int) -> None:
        if stage == "count" and not ended:
            with psycopg.connect(warehouse, autocommit=True) as other:
                others = (
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                )
                ended.extend(other.execute(f"{others} AND datname = current_database()").fetchall())

    with pytest.raises(ConnectionError, match="broke off while it was read"):
        count_table(server.at, "decisions", SPEC, {}, seconds=60, progress=end_it)

    assert ended


def test_a_database_that_does_not_answer_is_trouble_that_may_pass_and_keeps_its_secrets():
    with pytest.raises(OSError, match="does not answer") as trouble:
        count_source(Source("gone", "postgres://me:hush@127.0.0.1:1/x"), "t", SPEC)

    assert "hush" not in str(trouble.value)


@pytest.mark.parametrize("table", ["../rows", "/etc", ".", "decisions/../..", "gone"])
def test_no_name_leads_out_of_the_folder(lake, table):
    with pytest.raises(Unreadable) as refusal:
        count_source(lake, table, SPEC)

    assert refusal.value.field == "table"
    assert lake.at not in refusal.value.message


def test_links_are_no_parts(tmp_path, rows):
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "a.parquet").symlink_to(rows)

    with pytest.raises(Unreadable, match="no file that ends in"):
        parts_in(tmp_path / "t")


def test_a_part_that_changed_since_it_was_listed_is_refused(lake):
    folder = folder_of(lake.at, "decisions")
    part = parts_in(folder)[0]

    with pytest.raises(Unreadable, match="changed since the run began"):
        count_one_part(folder, replace(part, changed=part.changed - 1), SPEC, silent, Limits())
    with pytest.raises(Unreadable, match="is gone"):
        count_one_part(folder, replace(part, name="gone.parquet"), SPEC, silent, Limits())


def test_a_source_offers_what_the_administrator_lists_to_whom_he_lists():
    source = Source.from_setting("dwh", {"at": "postgres://x", "tables": ["a"], "units": ["bank/"]})

    assert (source.offers("a"), source.offers("b")) == (True, False)
    assert (source.serves("bank/credit/"), source.serves("shop/")) == (True, False)
    assert Source.from_setting("lake", "/srv/x").is_folder
    with pytest.raises(Unreadable, match="not offered"):
        count_source(source, "b", SPEC)


@pytest.mark.parametrize("value", [7, "", {}, {"at": "x", "tabels": []}, {"at": "x", "tables": "a"}, None])
def test_a_setting_that_is_no_source_is_refused_by_its_name(value):
    with pytest.raises(Misstated) as refusal:
        Source.from_setting("dwh", value)

    assert refusal.value.field == "dwh"

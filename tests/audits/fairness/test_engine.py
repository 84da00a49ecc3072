"""The engine that counts: bounded the same, whether its connection waited or is new."""

import pytest

from audits.fairness import engine

STATED = ("memory_limit", "threads", "max_temp_directory_size", "temp_directory", "perfect_ht_threshold")


def settings_of(connection: engine.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, value FROM duckdb_settings()").fetchall()
    return {name: value for name, value in rows if name in STATED}


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch) -> None:
    monkeypatch.setattr(engine, "_waiting", [])


def test_a_connection_that_waited_is_bounded_as_a_new_one_and_serves_once(tmp_path):
    engine.warm_up()
    engine.warm_up()
    (kept,) = engine._waiting

    with engine.opened(tmp_path) as waited, engine.opened(tmp_path) as new:
        assert waited is kept
        assert new is not kept
        assert settings_of(waited) == settings_of(new)
        assert settings_of(new)["temp_directory"] == str(tmp_path)


def test_what_one_connection_made_no_other_sees(tmp_path):
    engine.warm_up()
    with engine.opened(tmp_path) as one, engine.opened(tmp_path) as other:
        one.execute("CREATE TABLE rows AS SELECT 1")

        with pytest.raises(engine.Error, match="rows does not exist"):
            other.execute("SELECT * FROM rows")

"""The database under test: SQLite unless DATABASE_URL says otherwise (see script/with-postgresql)."""

import importlib
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from pytest_django import DjangoDbBlocker

USES = frozenset({"db", "transactional_db", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="run only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _asks_the_database(item: pytest.Item) -> bool:
    """Say whether another database could change what a test sees; how a page looks does not depend on it."""
    if item.get_closest_marker("browser"):
        return False
    return bool(item.get_closest_marker("django_db") or USES & set(getattr(item, "fixturenames", [])))


def url_of_test_database() -> str:
    """Return the DATABASE_URL under which another process sees the rows of this test."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    secret = quote(settings["PASSWORD"], safe="")
    return f"postgres://{settings['USER']}:{secret}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def cascading(statements: list[str]) -> list[str]:
    """Let TRUNCATE reach the table of knox's own token model, which exists though ours replaces it."""
    return [re.sub(r"^(TRUNCATE .*);$", r"\1 CASCADE;", statement) for statement in statements]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the flush after a transactional test leave what the migrations left.

    The trail's triggers refuse every deletion, rightly; its head and the actor of what Annex does by itself
    come from a migration.
    """
    trail = importlib.import_module("governance.migrations.0002_trail_append_only")
    # On the class, for Playwright's event loop gives this thread a second connection (see asgiref.local).
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_to_the_beginning(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with connection.schema_editor() as editor:
            trail.unprotect(apps, editor)
        flush(self, cascading(statements))
        with connection.schema_editor() as editor:
            trail.protect(apps, editor)
        trail.begin(apps, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_to_the_beginning)
        yield
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions() -> None:
    """Let PostgreSQL drop the database: a killed worker may count as a session for a moment longer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

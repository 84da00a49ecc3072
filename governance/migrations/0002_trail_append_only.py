"""The trail's first head, the actor of what Annex does by itself, and the triggers that refuse to change or remove an entry."""

from uuid import UUID

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER trail_no_update BEFORE UPDATE ON governance_trailentry"
    " BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
    "CREATE TRIGGER trail_no_delete BEFORE DELETE ON governance_trailentry"
    " BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
]
SQLITE_BACK = ["DROP TRIGGER trail_no_update", "DROP TRIGGER trail_no_delete"]
POSTGRESQL = [
    "CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$",
    "CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON governance_trailentry"
    " FOR EACH ROW EXECUTE FUNCTION trail_refuses()",
    "CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON governance_trailentry"
    " FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()",
    "ALTER TABLE governance_trailentry ENABLE ALWAYS TRIGGER trail_no_change",
    "ALTER TABLE governance_trailentry ENABLE ALWAYS TRIGGER trail_no_truncate",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER trail_no_change ON governance_trailentry",
    "DROP TRIGGER trail_no_truncate ON governance_trailentry",
    "DROP FUNCTION trail_refuses()",
]


def protect(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def unprotect(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


def begin(apps, schema_editor):
    apps.get_model("governance", "TrailHead").objects.create(pk=1, seq=0, digest="0" * 64)
    apps.get_model("governance", "User").objects.create(
        pk=UUID(int=1), email="annex@annex.invalid", name="Annex", password="!", is_active=False
    )


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_register")]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(protect, unprotect),
    ]

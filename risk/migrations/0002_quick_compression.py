"""Findings are long: where PostgreSQL was built with lz4, let it compress them with that, in a third of the time."""

from django.db import migrations

LONG = [("risk_classification", "finding"), ("risk_move", "changes")]


def compress_with(method):
    def change(apps, schema_editor):
        for table, column in LONG if knows_lz4(schema_editor.connection) else ():
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION {method}")

    return change


def knows_lz4(connection):
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
        )
        return (cursor.fetchone() or [False])[0]


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_law")]

    operations = [migrations.RunPython(compress_with("lz4"), compress_with("default"))]

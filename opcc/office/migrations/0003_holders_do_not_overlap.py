from django.db import migrations

OVERLAP = """
    NEW.kind = 'holder' AND EXISTS (
        SELECT 1 FROM office_holding other
        WHERE other.post_id = NEW.post_id AND other.kind = 'holder' AND other.id IS NOT NEW.id
        AND other.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')
        AND COALESCE(other.ends_on, '9999-12-31') >= NEW.starts_on
    )
"""
SQLITE = [
    f"""
    CREATE TRIGGER holding_holders_do_not_overlap_{verb.lower()} BEFORE {verb} ON office_holding
    WHEN {OVERLAP}
    BEGIN SELECT RAISE(ABORT, 'holding_holders_do_not_overlap'); END
    """
    for verb in ("INSERT", "UPDATE")
]
SQLITE_BACK = [
    f"DROP TRIGGER IF EXISTS holding_holders_do_not_overlap_{verb}" for verb in ("insert", "update")
]
# A range of one number stands in for the post, so that no extension is needed.
POSTGRESQL = [
    """
    ALTER TABLE office_holding ADD CONSTRAINT holding_holders_do_not_overlap EXCLUDE USING gist (
        int8range(post_id, post_id, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&
    ) WHERE (kind = 'holder')
    """
]
POSTGRESQL_BACK = ["ALTER TABLE office_holding DROP CONSTRAINT holding_holders_do_not_overlap"]


def run(schema_editor, sqlite, postgresql):
    vendor = schema_editor.connection.vendor
    for statement in postgresql if vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("office", "0002_groups")]

    operations = [migrations.RunPython(forwards, backwards)]

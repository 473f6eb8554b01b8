from django.db import migrations, models


def write_no_log(apps, schema_editor):
    """Counts are over within a day: PostgreSQL need not wait for the disk to keep them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE office_sharedcount SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0006_restore_drills"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedCount",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(write_no_log, migrations.RunPython.noop),
    ]

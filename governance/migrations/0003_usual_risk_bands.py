from django.db import migrations

USUAL = [("Low", 1, "calm"), ("Medium", 5, "watch"), ("High", 10, "warm"), ("Very high", 16, "hot")]
"""The bands of a five by five matrix that are common in practice; no law sets them."""


def add(apps, schema_editor):
    bands = apps.get_model("governance", "RiskBand").objects
    for name, lowest, tone in USUAL:
        bands.get_or_create(lowest=lowest, defaults={"name": name, "tone": tone})


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_lines_and_packs_are_append_only")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

from django.db import migrations

from plans.guards import MEASURES


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_measures")]

    operations = [guard.operation() for guard in MEASURES]

from django.db import migrations

from commissioning.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("commissioning", "0001_initial")]

    operations = [guard.operation() for guard in GUARDS]

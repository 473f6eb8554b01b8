from django.db import migrations

from governance.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [guard.operation() for guard in GUARDS]

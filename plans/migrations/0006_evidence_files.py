import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from plans.guards import FILES


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0005_measures_are_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="files",
            field=models.JSONField(
                help_text="The files that show it, each with its name and SHA-256.", null=True
            ),
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As the person who brought it called it.", max_length=150
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word"),
                            ("xlsx", "Excel"),
                            ("pptx", "PowerPoint"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument spreadsheet"),
                            ("png", "PNG picture"),
                            ("jpg", "JPEG picture"),
                            ("csv", "CSV"),
                            ("txt", "text"),
                        ],
                        help_text="What its bytes are, whatever it is called.",
                        max_length=8,
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("added_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="plans.activity",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files_added",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence file",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FileNaming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="namings",
                        to="plans.entry",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="namings",
                        to="plans.evidencefile",
                    ),
                ),
            ],
            options={
                "verbose_name": "naming of a file",
                "verbose_name_plural": "namings of files",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)), name="evidence_file_holds_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="evidence_file_has_a_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="filenaming",
            constraint=models.UniqueConstraint(
                fields=("entry", "file"), name="file_named_once_in_a_line"
            ),
        ),
        *(guard.operation() for guard in FILES),
    ]

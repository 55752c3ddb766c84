"""Lists read names, homes and places in the tree from their indexes alone: ADR 147."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0006_names_taken_apart_once")]

    operations = [
        migrations.AddIndex(
            "person",
            models.Index(fields=["first_name", "last_name", "id"], name="person_names"),
        ),
        migrations.AddIndex(
            "person",
            models.Index(fields=["last_name", "first_name", "id"], name="person_family"),
        ),
        migrations.RemoveIndex("person", "person_first_name"),
        migrations.RemoveIndex("person", "person_last_name"),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["home_until", "home_unit", "id"],
                condition=models.Q(home_unit__isnull=False),
                name="person_at_home",
            ),
        ),
        migrations.RemoveIndex("person", "person_home"),
        migrations.AddIndex(
            "unit",
            models.Index(
                fields=["path", "id"],
                name="unit_path_begins",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AlterField("unit", "path", models.CharField(max_length=200)),
    ]

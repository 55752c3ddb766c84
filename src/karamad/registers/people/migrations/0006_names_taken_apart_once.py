"""Words of names hang on the name, not on each person who bears it: ADR 87."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from karamad.registers.people.rules import name_keys

BATCH = 5_000


def take_names_apart(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    person, key = (apps.get_model("people", name) for name in ("Person", "NameKey"))
    names: set[str] = set()
    for column in ("first_name", "last_name"):
        borne = person.objects.order_by().values_list(column, flat=True).distinct()
        names.update(borne.iterator())
    key.objects.bulk_create(
        (key(name=name, key=word) for name in names for word in name_keys(name)),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):

    dependencies = [("people", "0005_seen_until")]

    operations = [
        migrations.DeleteModel("NameKey"),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "key"), name="name_taken_apart_once"),
                ],
                "indexes": [
                    models.Index(
                        fields=["key", "name"],
                        name="name_begins",
                        opclasses=["varchar_pattern_ops", "varchar_ops"],
                    ),
                ],
            },
        ),
        migrations.AddIndex("person", models.Index(fields=["first_name"], name="person_first_name")),
        migrations.AddIndex("person", models.Index(fields=["last_name"], name="person_last_name")),
        migrations.RunPython(take_names_apart, migrations.RunPython.noop),
    ]

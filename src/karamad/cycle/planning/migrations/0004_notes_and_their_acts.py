from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SAID_BY = (
    "planning:plan:amend",
    "planning:plan:close",
    "planning:plan:return",
)


def name_the_act(apps: Any, schema_editor: object) -> None:
    """A note is of the last act that said it; the audit knows which."""
    version = apps.get_model("planning", "Version")
    entry = apps.get_model("audit", "Entry")
    for row in version.objects.exclude(note=""):
        said = entry.objects.filter(
            act__in=SAID_BY, subject_kind="plan", subject_key=str(row.plan_id)
        ).order_by("-pk")
        row.noted = next(
            (each for each in said if (each.after or {}).get("note") == row.note), None
        )
        row.save(update_fields=["noted"])


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_entries_stand'),
        ('planning', '0003_programmes'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='noted',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.entry'),
        ),
        migrations.RunPython(name_the_act, migrations.RunPython.noop),
    ]

import datetime
from typing import Any

import django.db.models
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

import karamad.web.encrypted


def those_before_are_over(apps: Any, _editor: Any) -> None:
    apps.get_model("delivery", "Nomination").objects.update(
        reached=F("named"), heard_at=F("recorded_at")
    )


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("delivery", "0007_holiday_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="nomination",
            name="given",
            field=karamad.web.encrypted.EncryptedTextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="nomination",
            name="heard_at",
            field=models.DateTimeField(
                default=datetime.datetime(2026, 3, 21, tzinfo=datetime.UTC)
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="nomination",
            name="once",
            field=models.UUIDField(null=True),
        ),
        # What was named before this was named while its officer waited.
        migrations.AddField(
            model_name="nomination",
            name="progress",
            field=models.CharField(
                choices=[
                    ("waiting", "در صف"),
                    ("running", "در حال معرفی"),
                    ("done", "پایان‌یافته"),
                    ("stopped", "نیمه‌کاره"),
                    ("broken", "ناتمام"),
                ],
                default="done",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="progress",
            field=models.CharField(
                choices=[
                    ("waiting", "در صف"),
                    ("running", "در حال معرفی"),
                    ("done", "پایان‌یافته"),
                    ("stopped", "نیمه‌کاره"),
                    ("broken", "ناتمام"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="nomination",
            name="reached",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="nomination",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="asked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="placed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="waiting",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(those_before_are_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                fields=("made_by", "once"), name="nomination_once_per_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=models.Q(("reached__lte", django.db.models.F("named"))),
                name="nomination_reaches_no_further_than_its_rows",
            ),
        ),
    ]

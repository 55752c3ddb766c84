"""Seals the files that were uploaded before: they hold national ids in the open."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import migrations

from karamad.kernel.sealed_files import SealedFile, is_sealed
from karamad.web.encrypted import keys

NEW = ".sealing"


def seal(apps: object, schema_editor: object) -> None:
    """Seal what is not; what broke off half way is done again."""
    folder = Path(settings.MEDIA_ROOT) / "loads"
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.endswith(NEW):
            path.unlink()
        elif path.is_file() and not is_sealed(path):
            sealed = SealedFile(path.with_name(path.name + NEW), keys().seal)
            with path.open("rb") as plain, sealed.create() as stream:
                shutil.copyfileobj(plain, stream, 1 << 20)
            os.replace(sealed.path, path)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_loads_made_in_anothers_seat")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]

"""The door for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from karamad.config.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karamad.config.settings")
# `karamad serve` says how many; another server may see to that itself.
at_once = int(os.environ.get("KARAMAD_AT_ONCE", "0"))
django = get_wsgi_application()
application = Turns(django, at_once, settings.LARGEST_UPLOAD) if at_once else django

"""The technical back room: permissions and technical tables only."""

from django.contrib.admin.apps import AdminConfig


class KaramadAdminConfig(AdminConfig):
    """Django's admin under our name."""

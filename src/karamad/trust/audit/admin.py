from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from karamad.trust.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read only: an entry is written once."""

    list_display = ("at", "actor", "acting_for", "act", "subject_kind", "subject_key")
    list_select_related = ("actor", "acting_for")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-at", "-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

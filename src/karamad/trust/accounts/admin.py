from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from karamad.trust.accounts import actions
from karamad.trust.accounts.models import Grant, Token, User

admin.site.unregister(Group)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    """Names and whether the account is open; roles and passwords have their pages."""

    list_display = ("username", "name", "is_active", "is_program", "last_login")
    list_filter = ("is_active", "is_program")
    search_fields = ("username", "name", "name_en")
    fields = ("username", "name", "name_en", "email", "is_active", "last_login")
    readonly_fields = ("username", "last_login")
    ordering = ("username",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and request.user.has_perm("admin")

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: ModelForm,  # type: ignore[type-arg]
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        by = request.user
        if by.is_authenticated:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            actions.correct_user(user=obj, changes=changes, by=by, at=timezone.now())


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    list_display = ("user", "role", "unit_code", "from_day", "until_day", "revoked_at")
    list_select_related = ("user",)
    list_filter = ("role",)
    ordering = ("-id",)


@admin.register(Token)
class TokenAdmin(ReadOnly):
    list_display = ("name", "prefix", "expires_at", "last_used_at", "revoked_at")
    exclude = ("digest",)
    ordering = ("-id",)

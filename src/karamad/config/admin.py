"""The technical back room: permissions and technical tables, for administrators."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _


class BackRoom(admin.AdminSite):
    """Django's admin behind our own door; an administrator's grant is the key."""

    site_header = site_title = _("کارآمد: جدول‌های فنی")
    index_title = _("حساب‌ها، نقش‌ها، سوابق، کارهای پس‌زمینه")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return (
            user.is_authenticated
            and not user.must_change_password
            and user.has_perm("admin")
        )

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        asked = urlencode({"next": request.GET.get("next", request.path)})
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{asked}")


class KaramadAdminConfig(AdminConfig):
    """Django's admin under our name."""

    default_site = "karamad.config.admin.BackRoom"

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "karamad.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.trust.accounts.permissions import Permission  # noqa: PLC0415
        from karamad.web.navigation import Entry, Place, register  # noqa: PLC0415

        register(
            Entry(_("میز کار"), "desk:home", Permission.DESK_HOME_VIEW, order=0),
            Entry(
                _("حساب‌ها و نقش‌ها"),
                "desk:users",
                Permission.ACCOUNTS_GRANT_GIVE,
                order=50,
                place=Place.ACCOUNT,
            ),
            Entry(
                _("سوابق"),
                "desk:audit",
                Permission.AUDIT_ENTRY_VIEW,
                order=55,
                place=Place.ACCOUNT,
            ),
            Entry(
                _("جانشین من"),
                "desk:substitute",
                Permission.ACCOUNTS_SUBSTITUTE_NAME,
                order=60,
                place=Place.ACCOUNT,
            ),
            Entry(
                _("سامانه‌های همکار"),
                "desk:tokens",
                Permission.ACCOUNTS_TOKEN_ISSUE,
                order=65,
                place=Place.ACCOUNT,
            ),
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "karamad.trust.accounts"
    verbose_name = _("حساب‌ها و نقش‌ها")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.trust.accounts.permissions import SEAT  # noqa: PLC0415
        from karamad.web.navigation import Entry, Place, register  # noqa: PLC0415

        register(
            Entry(
                _("تغییر گذرواژه"), "accounts:password", order=80, place=Place.ACCOUNT
            ),
            Entry(
                _("به جای دیگری"),
                "accounts:seat",
                permission=SEAT,
                order=70,
                place=Place.ACCOUNT,
            ),
            Entry(
                _("خروج"),
                "accounts:sign-out",
                order=90,
                place=Place.ACCOUNT,
                posts=True,
            ),
            Entry(_("ورود"), "accounts:sign-in", guest=True, place=Place.ACCOUNT),
        )

"""What accounts send out."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from karamad.trust.accounts.models import User


def send_link(*, user_id: int, address: str) -> None:
    """Mail the page where the user sets a new password. address: its full URL."""
    user = User.objects.get(pk=user_id)
    with override(user.language or "fa"):
        subject = _("گذرواژهٔ تازه برای کارآمد")
        body = _(
            "کسی، شاید خود شما، گذرواژهٔ تازه‌ای برای «%(username)s» خواسته است.\n\n"
            "از این نشانی آن را برگزینید؛ یک بار و تا سه روز کار می‌کند:\n"
            "%(address)s\n\n"
            "اگر شما نخواسته‌اید، کاری لازم نیست."
        ) % {"username": user.username, "address": address}
    send_mail(subject, body, None, [user.email])

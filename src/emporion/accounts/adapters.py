"""How the sign-in library meets the house: closed to strangers, passwords by our command, second factors sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy as _

from emporion.kernel.secrets import opened, sealed

from .commands import end_seeing, set_password
from .queries import SEEING
from .sessions import note_sign_in
from .tasks import send_letter
from .types import HashedPassword


class StaffAdapter(DefaultAccountAdapter):
    """Sign-in of the staff. People are added by an owner; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("You are no longer on the staff here. An owner can take you back."),
        "email_password_mismatch": _("E-mail and password do not fit together. Check both, capitals count."),
        "enter_current_password": _("That is not the password of now."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait some minutes, then sign in again."),
        "too_many_codes": _(
            "Too many wrong codes for one day. Sign in with a passkey, or try again tomorrow; the owner sees it in the"
            " journal."
        ),
        "rate_limited": _("Too many tries. Wait some minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: staff are invited."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and remember on what and from where."""
        super().login(request, user)
        note_sign_in(request, self.get_client_ip(request))

    def logout(self, request: HttpRequest) -> None:
        """Whoever looked as somebody else ends that too."""
        if SEEING in request.session and request.user.is_authenticated:
            end_seeing(staff=request.user.pk, actor=f"staff:{request.user.pk}", origin=f"page:{request.path}"[:255])
        super().logout(request)

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """By a worker, so that the page neither waits for a mail server nor tells who has an account here.

        The link of the library is thrown away: the worker makes its own when the letter leaves.
        """
        address = self.request.build_absolute_uri("/") if self.request else ""
        asked = send_letter.using(unique_key=f"letter:password:{user.pk}")
        asked.enqueue("password", user.pk, address, language=get_language() or "")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Through the command, so that the journal knows; the form has checked the rules already."""
        hashed = HashedPassword(make_password(password))
        page = f"page:{self.request.path}"[:255] if self.request else ""
        set_password(staff=user.pk, password=hashed, actor=f"staff:{user.pk}", origin=page)
        user.password = hashed.hash  # the session in hand stays signed in by the new hash


class StaffMfaAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie encrypted in the database, as every secret of the house."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code does not fit. A code of the app lives half a minute: take the one it shows now."
        ),
        "cannot_generate_recovery_codes": _("Recovery codes come with a second factor: set one up first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal with the installation's key."""
        return sealed(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what encrypt sealed."""
        return opened(encrypted_text.encode()).decode()

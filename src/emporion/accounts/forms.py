"""Forms of the sign-in library that the house makes stricter."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from .commands import note_guessing

ACTION = "second_factor"  # in settings.ACCOUNT_RATE_LIMITS


def day() -> str:
    """Today: guessing is told to the journal once a day."""
    return timezone.now().date().isoformat()


class _Guarded(forms.Form):
    """Who guesses codes all day long is stopped for the day: some tries in five minutes are a thousand a day."""

    user: AbstractBaseUser

    def clean_code(self) -> str:
        """The library's own limit comes behind this one; a right code begins the count anew."""
        key = f"second-factor-{self.user.pk}"
        if not ratelimit.consume(context.request, action=ACTION, key=key):
            note_guessing(staff=self.user.pk, actor=f"staff:{self.user.pk}", key=f"guessing:{self.user.pk}:{day()}")
            raise get_adapter().validation_error("too_many_codes")
        code: str = super().clean_code()  # type: ignore[misc]
        ratelimit.clear(context.request, action=ACTION, key=key)
        return code


class SecondStepForm(_Guarded, AuthenticateForm):
    """The code at the door."""


class AskedAgainForm(_Guarded, ReauthenticateForm):
    """The code before a change of the second factor itself."""

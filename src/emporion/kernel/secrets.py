"""Secrets and personal values at rest: encrypted with keys that can be rotated."""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=4)
def _locks(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def sealed(plain: bytes) -> bytes:
    """Encrypt with the newest key of this installation."""
    return _locks(tuple(settings.EMPORION_KEYS)).encrypt(plain)


def opened(secret: bytes) -> bytes:
    """Decrypt with whichever key fits; raises cryptography.fernet.InvalidToken when none does."""
    return _locks(tuple(settings.EMPORION_KEYS)).decrypt(secret)

"""What tests set before Django reads its settings; the processes that tests start inherit it."""

import os
import shutil
import tempfile

from django.contrib.auth.hashers import Argon2PasswordHasher

from emporion.site.home import fernet_key


def prepare() -> None:
    """Set a throw-away data folder, quiet logs, assets as they lie, and keys that child processes share."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "emporion.site.settings",
        "EMPORION_HOME": tempfile.mkdtemp(prefix="emporion-home-"),
        "EMPORION_ASSETS": "source",
        "EMPORION_DEBUG": "no",
        "EMPORION_HTTPS": "no",
        "EMPORION_LOG": "ERROR",
        "EMPORION_KEYS": os.environ.get("EMPORION_KEYS") or fernet_key(),
        "EMPORION_SECRET_KEY": os.environ.get("EMPORION_SECRET_KEY") or fernet_key(),
    }


def tidy_up() -> None:
    """Remove the throw-away data folder."""
    shutil.rmtree(os.environ["EMPORION_HOME"], ignore_errors=True)


class QuickArgon2(Argon2PasswordHasher):
    """The real hasher at its cheapest: the cost stands in the hash, so other processes read it too."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1

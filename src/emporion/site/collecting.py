"""Static files with hashed names in the data folder, collected anew only when one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from emporion import __version__


def collect_when_changed() -> bool:
    """Collect if a file came, went or changed since the last time; whether it was done."""
    place = Path(settings.STATIC_ROOT)
    note, wanted = place / ".collected", fingerprint()
    if note.exists() and note.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(wanted)
    return True


def fingerprint() -> str:
    """All files by place and content: machines that share the data folder and have the same version agree on it."""
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[".*"]):
            digest.update(f"{name} {hashlib.sha256(Path(storage.path(name)).read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()

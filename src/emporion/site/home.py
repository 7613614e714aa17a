"""The data folder (EMPORION_HOME) and the secrets that are born in it."""

import contextlib
import os
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from secrets import token_bytes, token_urlsafe


def data_folder() -> Path:
    """EMPORION_HOME, or `var` in the working folder; made readable by its owner only."""
    home = Path(os.environ.get("EMPORION_HOME") or "var").expanduser().resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def signing_key(home: Path) -> str:
    """EMPORION_SECRET_KEY, or the one kept in the data folder: it signs cookies and links."""
    return os.environ.get("EMPORION_SECRET_KEY") or kept(home / "secret_key", lambda: token_urlsafe(64))


def data_keys(home: Path) -> list[str]:
    """The keys that encrypt stored secrets, newest first; older ones still read. EMPORION_KEYS parts them by commas.

    In the data folder they stand in the file `keys`, one a line: a new key goes on top.
    """
    return (os.environ.get("EMPORION_KEYS") or kept(home / "keys", fernet_key)).replace(",", " ").split()


def fernet_key() -> str:
    """A fresh key in the form that Fernet takes."""
    return urlsafe_b64encode(token_bytes(32)).decode()


def kept(place: Path, make: Callable[[], str]) -> str:
    """Read a secret, making it on first use with mode 0600.

    Web and worker may start together: the file appears whole, by a link that only one of them can win.
    """
    if not place.exists():
        descriptor, draft = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
        with os.fdopen(descriptor, "w") as file:
            file.write(make() + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, place)
        Path(draft).unlink()
    return place.read_text().strip()

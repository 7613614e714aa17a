"""What every page loads, as one stylesheet and one script: each file a browser asks for costs its processor twice.

The sources stay apart and are served from where they lie while one develops; collecting joins them. A script of ours
imports nothing and is sealed in a block of its own, so that names of one are not seen by another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = ("vendor/inter.css", "vendor/tabler.min.css", "web/emporion.css")
PARTS = ("keys", "drawer", "fragments", "rows", "choices", "toasts", "live", "palette", "files", "app")
SCRIPTS = tuple(f"web/js/{part}.js" for part in PARTS)
STYLE, SCRIPT = "vendor/page.css", "web/js/page.js"  # beside the files of the fonts, which it names


def styles() -> tuple[str, ...]:
    """Names of the stylesheets of every page, as they are served here."""
    return STYLES if settings.ASSETS_FROM_SOURCE else (STYLE,)


def scripts() -> tuple[str, ...]:
    """Names of the scripts of every page behind the door."""
    return SCRIPTS if settings.ASSETS_FROM_SOURCE else (SCRIPT,)


def joined(read: Callable[[str], str]) -> dict[str, str]:
    """The joined files by name; read gives the text of a source."""
    sealed = (f"{{\n{read(one)}}}\n" for one in SCRIPTS)
    return {STYLE: "\n".join(map(read, STYLES)), SCRIPT: "".join(sealed)}


class Collected(CompressedManifestStaticFilesStorage):
    """Files with hashed names, compressed beforehand, and what belongs together in one."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Called by collectstatic when all files stand; the joined ones are then hashed like the others."""
        if not dry_run:
            for name, text in joined(lambda one: Path(self.path(one)).read_text(encoding="utf-8")).items():
                Path(self.path(name)).write_text(text, encoding="utf-8")
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[no-untyped-call]  # of whitenoise

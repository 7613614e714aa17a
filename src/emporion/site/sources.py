"""Whether a source file changed, asked about once a second: for the house while it is being built."""

import time
from dataclasses import dataclass, field
from pathlib import Path

KINDS = {".py", ".html", ".txt", ".mo"}
PAUSE_SECONDS = 1.0


@dataclass(slots=True)
class Sources:
    """A folder whose files are programs and templates. Tests are left out: nobody runs them here."""

    folder: Path
    seen: dict[Path, int] = field(default_factory=dict)
    asked_at: float = 0.0

    def changed(self) -> bool:
        """True once for each change since the last question; the first question only looks."""
        if time.monotonic() - self.asked_at < PAUSE_SECONDS:
            return False
        self.asked_at = time.monotonic()
        before, self.seen = self.seen, self.look()
        return bool(before) and before != self.seen

    def look(self) -> dict[Path, int]:
        """Every file with the time of its last change."""
        files = (file for file in self.folder.rglob("*") if file.suffix in KINDS and "tests" not in file.parts)
        return {file: file.stat().st_mtime_ns for file in files if file.exists()}

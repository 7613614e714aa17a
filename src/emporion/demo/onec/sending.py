"""How files reach the site: a talk, the files or one archive of them, the imports; begun again after a failure."""

import io
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import ExchangeFailed
from emporion.demo.onec.line import Line
from emporion.demo.onec.reports import CatalogReport, OrdersReport
from emporion.demo.onec.talk import Talk
from emporion.demo.onec.words import protocol

Files = dict[str, bytes]
Kind = Literal["catalog", "sale"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user of 1C has set for this site."""

    use_sessid: bool | None
    wait_for_import: bool
    portion: int  # goods or changed offers at a time
    orders_per_file: int  # 0: all in one
    attempts: int
    most_progress: int | None


class Sender:
    """Sends portions. The module of 1C-Bitrix keeps one talk for all of them, the others begin a new one each time."""

    def __init__(self, base: Base, line: Line, options: Options) -> None:
        self.base = base
        self.line = line
        self.options = options
        self._open: Talk | None = None
        self._since = ""  # the time of the first checkauth: what has not come since is absent

    def talk(self, kind: Kind) -> Talk:
        """A talk to be led by hand, step by step."""
        return Talk(self.line, kind, use_sessid=self.options.use_sessid, most_progress=self.options.most_progress)

    def begin(self) -> None:
        """A new exchange: no talk is open."""
        self._open, self._since = None, ""

    def send(self, kind: Kind, files: Files, report: CatalogReport | OrdersReport) -> Mapping[str, bytes]:
        """One portion, as often as the edition tries: checkauth, init, every file, then import of the XML in the root.

        What went over the wire; the failure of the last attempt is raised, those before stand in the protocol.
        """
        for attempt in range(1, self.options.attempts + 1):
            report.attempts += 1
            try:
                return self._once(kind, files, report)
            except ExchangeFailed as error:
                self._open = None
                if attempt == self.options.attempts:
                    raise
                self.line.notes.append(protocol(error))
        raise ValueError("an upload is tried at least once")

    def finish(self, report: CatalogReport, *, full: bool) -> None:
        """Close the one talk of the exchange module: deactivate after a full export, then complete."""
        talk = self._open
        if talk is None:
            return
        if full and self.options.wait_for_import:
            talk.timestamp = self._since
            talk.deactivate()
            report.deactivated = True
        talk.complete()
        report.completed = True
        self._open = None

    def _once(self, kind: Kind, files: Files, report: CatalogReport | OrdersReport) -> Mapping[str, bytes]:
        talk = self._opened(kind)
        ordered = self._ordered(files)
        sent = self._packed(ordered) if talk.zip else ordered
        before = talk.progress
        talk.send_files(sent)
        if self.options.wait_for_import and (kind == "catalog" or self.line.profile.imports_answers):
            self._import(talk, _imported(ordered, kept=self.line.profile.one_talk))
        if isinstance(report, CatalogReport):
            report.progress += talk.progress - before
        return sent

    def _opened(self, kind: Kind) -> Talk:
        if self._open is not None:
            return self._open
        talk = self.talk(kind)
        talk.checkauth()
        talk.init()
        if self.line.profile.one_talk and kind == "catalog":
            self._open = talk
            self._since = self._since or talk.timestamp
        return talk

    def _ordered(self, files: Files) -> Files:
        """UT sends its folder's root and then the folders below, UNF sorts by name, the module keeps its own order."""
        profile = self.line.profile
        if profile.one_talk:
            return files
        names = sorted(files, key=lambda name: (profile.root_first and "/" in name, name))
        return {name: files[name] for name in names}

    def _import(self, talk: Talk, names: Sequence[str]) -> None:
        for name in names:
            talk.import_file(name)
            if self.line.faults.import_twice:
                talk.import_file(name)

    def _packed(self, files: Files) -> Files:
        """The whole folder as one archive under a temporary name; import still names the XML within."""
        buffer = io.BytesIO()
        at = time.localtime()[:6]
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name, at), content, zipfile.ZIP_DEFLATED)
        with self.base.transaction():
            number = self.base.tick("archive_number")
        return {f"v8_{number >> 8:04X}_{number & 0xFF:02x}.zip": buffer.getvalue()}


def _imported(files: Files, *, kept: bool) -> list[str]:
    """The XML in the root, never a picture; import* before all others unless the order is the sender's own."""
    names = [name for name in files if name.endswith(".xml") and "/" not in name]
    return names if kept else sorted(names, key=lambda name: (not name.startswith("import"), name))

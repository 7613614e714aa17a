"""type=catalog, and what type=sale has in common with it: init, file, import."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext_noop

from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, messages
from emporion.exchange.types import MessageView, StoredContent, fault_of
from emporion.kernel.errors import Refused

from .asking import FileWithoutBody
from .inbound.files import in_turn
from .inbound.refusals import ExchangeRunning
from .packed import archives, found_in, is_archive, unpack_all, was_unpacked
from .refusals import FileRefused
from .source import opening, refuse_broken
from .taking import take_in
from .talking import Answer, Talk, failure, looks, printable, printable_lines
from .uploads import speaks_of_people

OPEN = ("received", "waiting", "working")


class FileNotSent(Refused):
    """An import was asked for a file that never came."""

    code = "commerceml_file_not_sent"
    says = gettext_noop("The file %(name)s has not been sent in this exchange.")
    remedy = gettext_noop("Let 1C start the exchange again from its first step.")


class ArchiveSent(Refused):
    """An archive, though init told that none is taken; what is in it would be lost without a word."""

    code = "commerceml_archive_sent"
    says = gettext_noop("The file %(name)s is an archive, and this site takes none (zip=no).")
    remedy = gettext_noop("Switch packing off in the exchange settings of 1C.")


class Misnamed(Refused):
    """Goods or orders under a name that says it is a picture."""

    code = "commerceml_misnamed"
    says = gettext_noop("The file %(name)s is CommerceML, but its name does not end in .xml.")
    remedy = gettext_noop("Send it under a name that ends in .xml; nothing of it was taken.")


def _refuse_misnamed(path: Path) -> None:
    """Whatever is no XML needs no import; CommerceML under such a name would be lost without a word."""
    if not path.is_file():
        return
    with path.open("rb") as source, suppress(FileRefused):
        opening(source)
        raise Misnamed(name=path.name[:100])


class LengthUntold(Refused):
    """A body in pieces without a length, of which nobody can say whether it came whole."""

    code = "commerceml_length_untold"
    says = gettext_noop("The request does not tell how long the piece of “%(name)s” is.")
    remedy = gettext_noop("Send it with a Content-Length, as 1C does.")


READS, WRITES = "3.1", "2.10"  # the newest versions that we take in and that our orders can be written in


def init(talk: Talk) -> Answer:
    """Begin a talk's files anew and tell what we take: packed or plain, in pieces of at most file_limit bytes.

    UT 11 demands exactly these two lines; who names a version of its own is told the newest of ours, and takes orders
    in portions from then on.
    """
    talk.files.publish_pictures()  # those that came behind the last file that was imported
    talk.files.begin()
    version = printable(talk.told.get("version", ""))
    if version != talk.session.version:
        exchange.note_version(session=talk.session.id, version=version, actor=talk.actor)
    lines = [f"zip={'yes' if talk.settings.zip else 'no'}", f"file_limit={talk.settings.file_limit}"]
    if "version" in talk.told:
        lines += [f"sessid={sessid}"] if (sessid := talk.told.get("sessid")) and talk.settings.bitrix_answers else []
        lines.append(f"version={WRITES if talk.kind == 'sale' else READS}")
    return Answer(printable_lines(lines))


def file(talk: Talk) -> Answer:
    """Take one piece of a file; a piece that was cut leaves nothing behind."""
    if talk.request.method != "POST":
        raise FileWithoutBody(name=talk.filename[:100])
    if talk.request.headers.get("Transfer-Encoding"):
        raise LengthUntold(name=talk.filename[:100])
    told = int(talk.request.META.get("CONTENT_LENGTH") or 0)
    return Answer("success", taken=talk.files.add(talk.filename, talk.request, talk.settings.file_limit, told))


def import_(talk: Talk) -> Answer:
    """Hand a complete file to a worker and wait for it a while: success, failure, or progress to be asked again.

    The file may have come in an archive; one that asks for the archive itself has all its files imported in turn.
    """
    path = talk.files.path(talk.filename)
    if path.suffix.lower() not in (".xml", ".zip"):
        _refuse_misnamed(path)
        talk.files.publish_pictures()
        return Answer("success")
    if not talk.settings.zip and (packed := archives(talk.files)):
        raise ArchiveSent(name=packed[0].name[:100])
    unpack_all(talk.files)
    if is_archive(path):
        return _all_told(talk, path)
    return _told(waited_for(talk, _begun(talk, found_in(talk.files, path))))


def _all_told(talk: Talk, archive: Path) -> Answer:
    """One file of an archive a request, goods before offers; the first that was not taken is the answer for all."""
    if not was_unpacked(archive):
        raise FileNotSent(name=talk.filename[:100])
    in_work = next((kept.id for kept in messages(session=talk.session.id) if kept.state in OPEN), None)
    left = in_turn(talk.files.unread())
    if in_work is None and left:
        in_work = begin(talk, left.pop(0))
    if in_work is not None and waited_for(talk, in_work).state in OPEN:
        return _told(message(in_work))
    if failed := next((kept for kept in messages(session=talk.session.id) if kept.fault), None):
        return _told(failed)
    return Answer(f"progress\n{len(left)} more files of the archive.") if left else Answer("success")


def _begun(talk: Talk, path: Path) -> int:
    """The message of a file; 1C that gave up waiting asks again while its first question is still being answered."""
    try:
        return begin(talk, path)
    except (FileNotFoundError, ExchangeRunning) as error:
        seen = sent_before(talk, path)
        if seen is None and isinstance(error, FileNotFoundError):
            raise FileNotSent(name=talk.filename[:100]) from None
        if seen is None or (path.is_file() and seen.state not in OPEN):
            raise
        return seen.id


def sent_before(talk: Talk, path: Path) -> MessageView | None:
    """The newest message of this talk under the name of a file; a name alone may have come from a folder."""
    name = talk.files.name(path)
    kept = messages(session=talk.session.id, name=name)
    same = (one for one in kept if one.name == name)
    in_a_folder = (one for one in kept if one.name.endswith(f"/{name}"))
    return next(same, None) or next(in_a_folder, None)


def begin(talk: Talk, path: Path) -> int:
    """Check that the file is whole, keep it as a message and hand it over; pictures beside it become findable.

    The same file sent again while the first still waits or is worked on is that one.
    """
    personal = "sale" in (talk.session.kind, talk.kind) or speaks_of_people(path)
    with path.open("rb") as source:
        content = exchange.store(source, personal=personal)
        source.seek(0)
        try:
            refuse_broken(source, path.name)
        except FileRefused as refusal:
            _keep_refused(talk, path, content, refusal)
            raise
    talk.files.publish_pictures()
    before = sent_before(talk, path)
    if before and before.state in OPEN and before.sha256 == content.sha256:
        number = before.id
    else:
        number = take_in(
            channel=talk.channel.id,
            session=talk.session.id,
            name=talk.files.name(path),
            content=content,
            personal=personal,
            actor=talk.actor,
        )
    talk.files.consume(path)
    return number


def _keep_refused(talk: Talk, path: Path, content: StoredContent, refusal: FileRefused) -> None:
    """A broken file is a message too, for a person to look into; its name begins anew with the next piece."""
    number = exchange.keep_message(
        channel=talk.channel.id, direction="in", name=talk.files.name(path), content=content, session=talk.session.id,
        personal=content.sealed, actor=talk.actor,
    )  # fmt: skip
    exchange.refuse_message(message=number, fault=fault_of(refusal), actor=talk.actor, origin=f"message:{number}")
    talk.files.consume(path)


def waited_for(talk: Talk, number: int) -> MessageView:
    """The message after it was worked through, or as it stands when 1C should hear that we are still alive."""
    for _ in looks(talk.settings.wait_seconds):
        found = message(number)
        if found.state not in OPEN:
            break
    return found


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


def _told(found: MessageView) -> Answer:
    if found.state in OPEN:
        return Answer(f"progress\n{_rows(found.done)} of {found.name} taken.")
    if found.fault is not None:
        return failure(found.fault.refusal)
    refused = sum(tally.refused for tally in found.counts.values())
    told = f"\n{_rows(refused)} refused, to be seen in the quarantine of Emporion." if refused else ""
    return Answer(f"success{told}")

"""type=catalog, and what type=sale has in common with it: init, file, import."""

from __future__ import annotations

import time

from django.utils.translation import gettext_noop

from emporion.exchange import commands as exchange
from emporion.exchange.queries import message, messages
from emporion.exchange.types import MessageView
from emporion.kernel.errors import Refused

from .reader import complete
from .refusals import FileNotComplete
from .taking import take_in
from .talking import Answer, Talk, failure
from .uploads import safe_path

OPEN = ("received", "waiting", "working")
LOOK_SECONDS = 0.1


class FileNotSent(Refused):
    """An import was asked for a file that never came."""

    code = "commerceml_file_not_sent"
    says = gettext_noop("The file %(name)s has not been sent in this exchange.")
    remedy = gettext_noop("Let 1C start the exchange again from its first step.")


class PieceCut(Refused):
    """The connection broke while a piece was sent; what came of it was dropped."""

    code = "commerceml_piece_cut"
    says = gettext_noop("A piece of %(name)s was cut: %(came)s of %(told)s bytes came.")
    remedy = gettext_noop("Let 1C start the exchange again from its first step.")


def init(talk: Talk) -> Answer:
    """Begin a talk's files anew and tell what we take: plain files in pieces of at most file_limit bytes."""
    talk.files.begin()
    return Answer(f"zip=no\nfile_limit={talk.settings.file_limit}")


def file(talk: Talk) -> Answer:
    """Take one piece of a file; a piece that was cut leaves nothing behind."""
    name = talk.filename
    path = talk.files.path(name)
    told = int(talk.request.META.get("CONTENT_LENGTH") or 0)
    before = path.stat().st_size if path.exists() else 0
    try:
        taken = talk.files.add(name, talk.request, talk.settings.file_limit)
    except OSError:
        taken = -1
    if taken < told:
        talk.files.cut(name, before)
        raise PieceCut(name=name[:100], came=max(taken, 0), told=told)
    return Answer("success", taken=taken)


def import_(talk: Talk) -> Answer:
    """Hand a complete file to a worker and wait for it a while: success, failure, or progress to be asked again."""
    name = talk.filename
    if not name.lower().endswith(".xml"):
        return Answer("success")
    if talk.files.path(name).exists():
        number = begin(talk, name)
    else:
        seen = [kept for kept in messages(session=talk.session.id, limit=200) if kept.name == name]
        if not seen:
            raise FileNotSent(name=name[:100])
        number = seen[0].id
    return _told(waited_for(talk, number))


def begin(talk: Talk, name: str) -> int:
    """Check that the file is whole, keep it as a message and hand it over; pictures beside it become findable."""
    path = talk.files.path(name)
    with path.open("rb") as source:
        if not complete(source):
            raise FileNotComplete(name=name[:100])
    talk.files.publish_pictures()
    personal = talk.session.kind == "sale"
    with path.open("rb") as source:
        content = exchange.store(source, personal=personal)
    number = take_in(
        channel=talk.channel.id,
        session=talk.session.id,
        name=str(safe_path(name)),
        content=content,
        personal=personal,
        actor=talk.actor,
    )
    talk.files.consume(name)
    return number


def waited_for(talk: Talk, number: int) -> MessageView:
    """The message after it was worked through, or as it stands when 1C should hear that we are still alive."""
    until = time.monotonic() + talk.settings.wait_seconds
    found = message(number)
    while found.state in OPEN and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        found = message(number)
    return found


def _told(found: MessageView) -> Answer:
    if found.state in OPEN:
        return Answer(f"progress\n{found.done} rows of {found.name} are taken.")
    if found.fault is not None:
        return failure(found.fault.refusal)
    refused = sum(tally.refused for tally in found.counts.values())
    return Answer("success" + (f"\n{refused} rows stand in the quarantine of Emporion." if refused else ""))

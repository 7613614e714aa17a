"""What tests of this and higher rooms begin with."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from emporion.exchange import commands as exchange
from emporion.exchange.types import Fault, RefusedRow


def make_channel(
    code: str = "base",
    *,
    kind: str = "commerceml",
    settings: Mapping[str, object] | None = None,
    secrets: Mapping[str, object] | None = None,
) -> int:
    """A connection to an imagined 1C base."""
    return exchange.add_channel(
        code=code, kind=kind, title="Main base", settings=settings, secrets=secrets, actor="test"
    )


def make_message(
    channel: int, content: bytes = b"<xml/>", *, name: str = "import0_1.xml", personal: bool = False
) -> int:
    """A kept message of that content."""
    stored = exchange.store(content, personal=personal)
    return exchange.keep_message(
        channel=channel, direction="in", name=name, content=stored, personal=personal, actor="test"
    )


def make_session(channel: int, kind: str = "sale") -> int:
    """An open talk."""
    return exchange.open_session(channel=channel, kind=kind, actor="test").id


def break_off(session: int, fault: Fault) -> None:
    """The last request of the talk is refused, and its peer is heard no more."""
    exchange.log_step(
        channel=None, session=session, request="GET ?mode=import", answer="failure", fault=fault, actor="test"
    )
    exchange.end_silent_sessions(silent_since=timezone.now() + timedelta(seconds=1), actor="test")


def bad_row(key: str = "a-1", value: str = "12,3,4", line: int = 0, **more: str) -> RefusedRow:
    """A row whose price cannot be read."""
    given = {"place": f"Предложение[{key}]", "kind": "offers", "code": "not_a_number", "field": "ЦенаЗаЕдиницу"} | more
    return RefusedRow(
        given["place"], given["kind"], given["code"], {"text": value, "digits": 6}, key, given.get("element", ""),
        given["field"], value, line,
    )  # fmt: skip

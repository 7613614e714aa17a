"""Errors a person can read and a program can tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext, gettext_noop

_BY_CODE: dict[str, type[Refused]] = {}


class Refused(Exception):
    """The command was understood and declined; nothing changed.

    A kind of refusal has a code for programs, a sentence with places for its facts, and a remedy when there is one.
    The sentence is put into the reader's language only when somebody reads it, also years later from a stored row.
    """

    code: ClassVar[str] = "refused"
    says: ClassVar[str] = gettext_noop("This cannot be done.")
    remedy: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Enter the kind under its code, so that a stored refusal finds its words again."""
        super().__init_subclass__()
        known = _BY_CODE.get(cls.code, cls)
        if _path(known) != _path(cls):
            raise TypeError(f"{_path(cls)} and {_path(known)} share the code {cls.code}")
        _BY_CODE[cls.code] = cls

    def __init__(self, **facts: Any) -> None:
        super().__init__(facts)
        self.facts: Mapping[str, Any] = facts

    @property
    def sentence(self) -> str:
        """What happened, for a person, in the language active now."""
        return gettext(self.says) % self.shown()

    @property
    def what_to_do(self) -> str:
        """The remedy in the language active now; empty when the sentence says it all."""
        return gettext(self.remedy) % self.shown() if self.remedy else ""

    def shown(self) -> Mapping[str, Any]:
        """The facts as the sentence names them; a kind with lists among its facts joins them here."""
        return self.facts

    def __str__(self) -> str:
        return self.sentence

    def __reduce__(self) -> tuple[Any, ...]:
        """A refusal goes from process to process with its facts, by keyword as they were given."""
        return _revived, (type(self), dict(self.facts), vars(self))


_BY_CODE[Refused.code] = Refused


def _path(kind: type[Refused]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _revived(kind: type[Refused], facts: Mapping[str, Any], rest: Mapping[str, Any]) -> Refused:
    refusal = kind(**facts)
    vars(refusal).update(rest)
    return refusal


def stored_refusal(code: str, facts: Mapping[str, Any]) -> Refused:
    """A refusal that was kept as code and facts, as an object again; an unknown code becomes the general refusal."""
    return _BY_CODE.get(code, Refused)(**facts)

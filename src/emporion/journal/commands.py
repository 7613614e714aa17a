"""The one place where a transaction opens."""

from __future__ import annotations

import functools
import inspect
import random
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast, get_type_hints, overload

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from emporion.kernel import rows
from emporion.kernel.keys import fitting

from .answers import from_json, to_json
from .carrying import as_shifted, is_carried, shifted
from .models import CommandKey, Fact, Parked, Position, Server
from .queries import Place, facts_after, heard_from, held_back, horizon
from .turnstile import turnstile
from .types import REACTIONS, JournalCarried, KeyReused, NotParked, Told, Work, kind_of

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

TRIES = 3
PARKED_AFTER = 5
RESERVED = {"actor", "key", "origin"}  # words of every call; a command cannot use them for its own arguments
KEY, NAME, ORIGIN = 160, 96, 255  # what their columns take; only PostgreSQL minds
REPEATABLE = {"40001", "40P01"}  # SQLSTATE of a serialization failure and of a deadlock
BECAUSE: ContextVar[str] = ContextVar("emporion_because", default="")
COLUMNS = ("at", "kind", "subject", "actor", "origin", "place", "message", "payload")


class Command(Protocol[P, R_co]):
    """A verb. With work= it joins the caller's transaction; with actor= it opens one, at most once per key."""

    @overload
    def __call__(self, work: Work, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    @overload
    def __call__(self, actor: str, key: str = "", origin: str = "", *args: P.args, **kwargs: P.kwargs) -> R_co: ...


@contextmanager
def because(origin: str) -> Iterator[None]:
    """What commands come of that are called within and name no origin of their own: a page, a talk, a task."""
    token = BECAUSE.set(origin)
    try:
        yield
    finally:
        BECAUSE.reset(token)


def command(run: Callable[Concatenate[Work, P], R]) -> Command[P, R]:
    """Make a function a command. A refusal or an error leaves nothing behind, not even its key.

    Without an origin it comes of what `because` says, and of its actor where nothing does: a rule, a subscriber.
    """
    if taken := RESERVED & inspect.signature(run).parameters.keys():
        raise TypeError(f"{run.__qualname__}: {sorted(taken)} belong to @command")
    plain: Callable[..., R] = run  # ParamSpec cannot say "keywords only"; the callers' types stay exact

    @functools.wraps(run)
    def called(*, work: Work | None = None, actor: str = "", key: str = "", origin: str = "", **asked: Any) -> R:
        if work is not None:
            return plain(work, **asked)
        if not actor:
            raise TypeError(f"{run.__qualname__}: a transaction is opened by somebody; say actor= or work=")
        came_of = (origin or BECAUSE.get() or actor)[:ORIGIN]
        return _repeated(lambda: _in_transaction(plain, Work(actor, came_of, timezone.now()), fitting(key, KEY), asked))

    return cast(Command[P, R], called)


def _repeated(attempt: Callable[[], R]) -> R:
    for left in reversed(range(TRIES)):
        try:
            return attempt()
        except OperationalError as error:
            if not left or getattr(error.__cause__, "sqlstate", None) not in REPEATABLE:
                raise
            pause = random.uniform(0.01, 0.05) * (TRIES - left)  # noqa: S311 - the other one has to get away first
            time.sleep(pause)
    raise AssertionError("unreachable")


def _in_transaction(run: Callable[..., R], work: Work, key: str, asked: dict[str, Any]) -> R:
    name = f"{run.__module__}.{run.__qualname__}"[-NAME:]
    with turnstile(), transaction.atomic(durable=True):
        if key and not _first(key, name, work):
            return cast(R, _stored_answer(run, key, name))
        answer = run(work, **asked)
        _write_facts(work)
        if key:
            CommandKey.objects.filter(key=key).update(answer=to_json(answer))
        return answer


def _first(key: str, name: str, work: Work) -> bool:
    """Insert the key before anything else: a second caller waits here until the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_commandkey (key, command, at, answer) VALUES (%s, %s, %s, 'null')"
            " ON CONFLICT DO NOTHING",
            [key, name, connection.ops.adapt_datetimefield_value(work.now)],
        )
        return bool(cursor.rowcount)


def _stored_answer(run: Callable[..., object], key: str, name: str) -> object:
    done = CommandKey.objects.get(key=key)
    if done.command != name:
        raise KeyReused(key=key, command=done.command)
    return from_json(get_type_hints(run)["return"], done.answer)


def _write_facts(work: Work) -> None:
    now = connection.ops.adapt_datetimefield_value(work.now)
    rows.insert("journal_fact", COLUMNS, [_row(told, now) for told in work.told])


def _row(told: Told, now: object) -> tuple[object, ...]:
    event, origin = told.event, told.origin
    message = int(origin[8:]) if origin.startswith("message:") else None
    kind = kind_of(type(event))
    return now, kind, event.subject, told.actor, origin, told.place[:ORIGIN], message, to_json(event)


@command
def deliver(work: Work, *, subscriber: str, limit: int = 500) -> int:
    """Give a subscriber its next facts and move its position in the same transaction; answers how many it got."""
    position = _position(subscriber)
    reaction = REACTIONS[subscriber]
    final = horizon()
    facts = facts_after((position.tx, position.fact), final, [kind_of(event) for event in reaction.to], limit)
    if facts:
        reaction.run(work, [heard_from(fact) for fact in facts])
    _moved(position, (facts[-1].tx_number, facts[-1].id) if len(facts) == limit else final)
    return len(facts)


def _position(subscriber: str) -> Position:
    Position.objects.bulk_create([Position(subscriber=subscriber)], ignore_conflicts=True)
    return Position.objects.select_for_update().get(subscriber=subscriber)


def _moved(position: Position, to: Place) -> None:
    if to > (position.tx, position.fact):
        position.tx, position.fact = to
        position.tries, position.error, position.not_before = 0, "", None
        position.save()


@command
def note_stumble(work: Work, *, subscriber: str, error: str) -> bool:
    """Remember that a subscriber failed on its next fact; after the last try the fact is parked: answers whether.

    The pauses grow: 2, 4, 8, 16 seconds. A parked fact waits for a person, and the subscriber goes on behind it.
    """
    position = _position(subscriber)
    position.tries += 1
    position.error = error
    position.not_before = work.now + timedelta(seconds=2**position.tries)
    position.save()
    if position.tries < PARKED_AFTER:
        return False
    kinds = [kind_of(event) for event in REACTIONS[subscriber].to]
    for fact in facts_after((position.tx, position.fact), horizon(), kinds, 1):
        Parked.objects.get_or_create(subscriber=subscriber, fact_id=fact.id, defaults={"error": error, "at": work.now})
        _moved(position, (fact.tx_number, fact.id))
    return True


@command
def retry_parked(work: Work, *, parked: int) -> None:
    """Give a parked fact to its subscriber once more; it leaves the row when that succeeds."""
    row = Parked.objects.select_for_update().filter(pk=parked).first()
    if row is None:
        raise NotParked(parked=parked)
    fact = Fact.objects.get(pk=row.fact_id)
    REACTIONS[row.subscriber].run(work, [heard_from(fact)])
    row.delete()


@command
def note_parked(work: Work, *, parked: int, error: str) -> None:
    """Keep over what a parked fact stumbled this time, and that it was tried now: the others come before it.

    One that left is let be.
    """
    Parked.objects.filter(pk=parked).update(error=error, at=work.now)


@command
def take_over(work: Work) -> bool:
    """Go on with a journal that was carried to this server; answers whether there was anything to do."""
    shift = shifted()
    if shift:
        Server.objects.create(began_at=work.now, shift=shift)
        work.tell(JournalCarried("journal", shift))
    return bool(shift)


@command
def go_on_here(work: Work) -> bool:
    """Go on with a journal whose rows were copied into fresh tables, as a restored backup is; else as take_over."""
    as_shifted()
    return is_carried() and take_over(work=work)


def deliver_due(limit: int = 500, only: Sequence[str] = ()) -> int:
    """Let every subscriber hear what is due, one that stumbles fact by fact; answers how many facts were taken.

    Who has heard all that is final is passed over: two queries tell it of all, and nothing is locked for it.
    """
    if is_carried():
        take_over(actor="journal")
    names = only or list(REACTIONS)
    stands = {row.subscriber: row for row in Position.objects.filter(subscriber__in=names)}
    final, total = horizon(), 0
    for name in names:
        position = stands.get(name)
        if position is None or (position.tx, position.fact) < final:
            taken = _deliver_one(name, position, limit)
            total += taken
            final = horizon() if taken else final  # what a reaction told is for those behind it
    return total


def _deliver_one(name: str, position: Position | None, limit: int) -> int:
    if position and position.not_before and _must_wait(position.not_before):
        return 0
    if not position or not position.tries:
        # one fact of the batch, or the batch as such: giving them one by one tells, and lets the others through
        with suppress(Exception, SystemExit):
            return deliver(subscriber=name, limit=limit, actor=f"reaction:{name}")
    return _deliver_one_by_one(name, limit)


def _must_wait(until: datetime) -> bool:
    """Not for longer than the longest pause: what lies further ahead was written by a clock that has been set back."""
    now = timezone.now()
    return now < until <= now + timedelta(seconds=2**PARKED_AFTER)


def _deliver_one_by_one(name: str, limit: int) -> int:
    for taken in range(limit):
        try:
            if not deliver(subscriber=name, limit=1, actor=f"reaction:{name}"):
                return taken
        except (Exception, SystemExit):  # noqa: BLE001 - must not stop the others or the worker; it is kept and shown
            error = traceback.format_exc(limit=-4)
            note_stumble(subscriber=name, error=error, actor=f"reaction:{name}")
            return taken
    return limit


def deliver_all(*, patience_seconds: float = 10) -> int:
    """Let every subscriber hear until nobody has anything due.

    On PostgreSQL a transaction that runs anywhere on the server holds newer facts back; these are waited for a while.
    """
    total, until = 0, time.monotonic() + patience_seconds
    while True:
        taken = deliver_due()
        total += taken
        if not taken and (time.monotonic() > until or not held_back()):
            return total
        time.sleep(0 if taken else 0.01)

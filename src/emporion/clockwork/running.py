"""One task, from the hand of a worker to the note of its end."""

import traceback
from datetime import timedelta

import orjson
import structlog
from django.utils import timezone
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, normalize_json

from emporion.journal.commands import because
from emporion.kernel.errors import Refused

from . import table
from .backend import found
from .current import CURRENT
from .keeping import give_up
from .types import Claimed

log = structlog.get_logger("emporion.clockwork")
LONGEST_PAUSE = timedelta(hours=1)


def run(worker: str, task: Claimed) -> None:
    """Run it and keep how it ended; whatever it raises is kept, never passed on."""
    token = CURRENT.set((worker, task))
    with structlog.contextvars.bound_contextvars(task=task.id, path=task.path), because(f"task:{task.id}"):
        try:
            answer = _called(task)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a task must not take its worker with it
            _stumbled(worker, task, error)
        else:
            _note(table.finish(worker, task, answer), "task_done")
        finally:
            CURRENT.reset(token)


def _called(task: Claimed) -> object:
    known = found(task.path)
    args, kwargs = orjson.loads(task.args)
    if known.takes_context:
        args.insert(0, TaskContext(task_result=known.get_backend().get_result(str(task.id))))
    return normalize_json(known.call(*args, **kwargs))


def _stumbled(worker: str, task: Claimed, error: BaseException) -> None:
    kind, text = get_module_path(type(error)), "".join(traceback.format_exception(error))[-8000:]
    if task.tries >= task.max_tries or is_permanent(error):
        given_up = give_up(
            task=task.id, worker=worker, tries=task.tries, error_class=kind, error=text, actor="clockwork"
        )
        _note(given_up, "task_failed", error=text)
    else:
        again = timezone.now() + pause(task.tries)
        _note(table.postpone(worker, task, again, kind, text), "task_postponed", again=str(again), error=text)


def is_permanent(error: BaseException) -> bool:
    """Whether trying again cannot help: the error says so itself, or it is a refusal."""
    return bool(getattr(error, "permanent", isinstance(error, Refused)))


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: 5, 15, 45, 135 ... seconds, at most an hour."""
    return min(timedelta(seconds=5 * 3 ** (tries - 1)), LONGEST_PAUSE)


def _note(ours: bool, event: str, **facts: object) -> None:
    if ours:
        log.info(event, **facts)
    else:  # the lease ran out meanwhile and somebody else has it: what that one notes will count
        log.warning("task_no_longer_ours", meant=event, **facts)

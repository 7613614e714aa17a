"""The engine behind Django's Tasks interface: a row in our own database, written with the work that asks for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import orjson
from django.utils.module_loading import import_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task as AnyTask, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from . import models, table
from .types import MAX_TRIES, Ears, HouseTask

STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
    "lost": TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Settings: TASKS = {"default": {"BACKEND": "emporion.clockwork.backend.DatabaseBackend"}}; any queue name goes."""

    task_class = HouseTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, {"QUEUES": []} | params)

    def enqueue(self, task: AnyTask[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the task in the caller's transaction: a refusal takes it back, a commit lets it run."""
        self.validate_task(task)
        asked: TaskResult[Any] = TaskResult(
            task=task, id="", status=TaskResultStatus.READY, enqueued_at=None, started_at=None, finished_at=None,
            last_attempted_at=None, args=list(args), kwargs=kwargs, backend=self.alias, errors=[], worker_ids=[],
        )  # fmt: skip  # it also turns the arguments into JSON's types, or refuses them
        number = table.add(
            task.module_path,
            [asked.args, asked.kwargs],
            queue=task.queue_name,
            priority=task.priority,
            max_tries=task.max_tries if isinstance(task, HouseTask) else MAX_TRIES,
            run_after=task.run_after,
            unique_key=task.unique_key if isinstance(task, HouseTask) else "",
        )
        return replace(asked, id=str(number))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """What has become of a task."""
        row = models.Task.objects.filter(pk=result_id).first()
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        args, kwargs = orjson.loads(row.args)
        result: TaskResult[Any] = TaskResult(
            task=found(row.path),
            id=str(row.pk),
            status=STATUS[row.state],
            enqueued_at=row.enqueued_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
            last_attempted_at=row.tried_at,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[TaskError(exception_class_path=row.error_class, traceback=row.error)] if row.error else [],
            worker_ids=[row.worker] * row.tries,
        )
        object.__setattr__(result, "_return_value", orjson.loads(row.answer))  # the interface leaves no other way in
        return result

    def broker_answers(self) -> bool | None:
        """Whether a broker can be reached now; None where there is none."""
        return None

    def ears(self, threads: int, answer: Callable[[int], None]) -> Ears | None:
        """What a worker hears rings with; nothing here, so it looks into the table by itself."""
        return None


def engine() -> DatabaseBackend:
    """The engine of this house, as the settings say."""
    return cast(DatabaseBackend, task_backends[DEFAULT_TASK_BACKEND_ALIAS])


def found(path: str) -> AnyTask[Any, Any]:
    """The task of a path, as Django's Tasks name it: the module and the function."""
    task = import_string(path)
    if not isinstance(task, AnyTask):
        raise TypeError(f"{path} is no task")
    return task

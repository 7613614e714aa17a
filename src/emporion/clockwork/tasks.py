"""The clockwork's own task."""

from .models import ScheduleRun
from .types import SCHEDULES, task


@task(max_tries=3)
def run_schedule(name: str) -> None:
    """Do what a schedule stands for, and keep how it ended; one that a newer version no longer has does nothing."""
    if name not in SCHEDULES:
        return
    try:
        SCHEDULES[name].run()
    except Exception as error:
        ScheduleRun.objects.filter(name=name).update(error=f"{type(error).__name__}: {error}"[:2000])
        raise
    ScheduleRun.objects.filter(name=name).exclude(error="").update(error="")

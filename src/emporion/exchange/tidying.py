"""What the night does: messages beyond their time or room lose their content, silent talks end, spare files go."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from emporion.kernel.rows import chunks

from . import retention
from .commands import expire_messages, reduce_messages
from .commands.dry_runs import drop_dry_runs
from .commands.sessions import drop_steps, end_silent_sessions
from .models import Channel, Content
from .storage import sweep_files
from .text import from_text
from .types import KEEP_DAYS

DRY_RUNS = timedelta(days=30)  # kept; what would be done changes with every day
AT_ONCE = 500  # messages that lose their content in one transaction
SILENT = timedelta(days=2)  # a talk's token lives at least a day after its last request


def tidy() -> None:
    """Do it all; run by the clock once a night, as often as anybody likes."""
    while expire_messages(actor="clockwork"):
        pass
    for channel, settings in Channel.objects.order_by("pk").values_list("pk", "settings"):
        over = retention.beyond(channel, retention.kept_by(from_text(settings)), timezone.now())
        for some in chunks(over, AT_ONCE):
            reduce_messages(messages=some, actor="clockwork")
    end_silent_sessions(silent_since=timezone.now() - SILENT, actor="clockwork")
    drop_steps(before=timezone.now() - timedelta(days=KEEP_DAYS), actor="clockwork")
    drop_dry_runs(before=timezone.now() - DRY_RUNS, actor="clockwork")
    sweep_files(_named)


def _named(folder: str) -> Collection[str]:
    here = Content.objects.filter(pk__gte=folder, pk__lt=folder + "g")  # hexadecimal: nothing of this folder is above
    return set(here.exclude(path="").values_list("path", flat=True))

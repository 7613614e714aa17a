"""Which connections only read and compare."""

from ..models import Shadow as ShadowRow
from ..types import Shadow


def shadows() -> dict[int, Shadow]:
    """The connections in shadow mode, each with who put it there, when and why."""
    return {row.channel_id: Shadow(row.by, row.at, row.reason) for row in ShadowRow.objects.all()}


def shadow_of(channel: int) -> Shadow | None:
    """Since when a connection only reads and compares; None when it works for real."""
    row = ShadowRow.objects.filter(channel=channel).first()
    return Shadow(row.by, row.at, row.reason) if row else None

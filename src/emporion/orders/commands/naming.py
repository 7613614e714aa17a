"""What this house calls the statuses of orders."""

from collections.abc import Mapping

from django.utils import translation

from emporion.journal.commands import command
from emporion.journal.types import FieldChange, Work

from ..models import StatusName
from ..states import BY_CODE, STATUSES
from ..types import StatusNamed, StatusNameTaken, UnknownStatus


@command
def name_status(work: Work, *, status: str, names: Mapping[str, str]) -> bool:
    """Call a status by these names, by language; an empty one brings the usual word back. Answers whether any changed.

    The code stays, so rules, addresses and the exchange are not touched. Refused for an unknown status, and for a name
    that another status has in the same language: nobody could tell them apart.
    """
    if status not in BY_CODE:
        raise UnknownStatus(status=status)
    stands = dict(StatusName.objects.filter(status=status).values_list("language", "name"))
    told = {language: " ".join(name.split())[:40] for language, name in names.items()}
    changes = [FieldChange(one, stands.get(one, ""), name) for one, name in told.items() if stands.get(one, "") != name]
    for change in changes:
        _write(status, change.field, change.new)
    if changes:
        work.tell(StatusNamed(f"status:{status}", tuple(changes)))
    return bool(changes)


def _write(status: str, language: str, name: str) -> None:
    if not name:
        StatusName.objects.filter(status=status, language=language).delete()
        return
    called = dict(StatusName.objects.filter(language=language).values_list("status", "name"))
    with translation.override(language):
        others = {called.get(one.code, one.word).casefold() for one in STATUSES if one.code != status}
    if name.casefold() in others:
        raise StatusNameTaken(name=name)
    StatusName.objects.update_or_create(status=status, language=language, defaults={"name": name})

"""Questions about our own legal entities."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from ..models import FirmRegime, FirmTaxId, OwnFirm
from ..rules import tax_id
from ..types import FirmTaxIdView, FirmView, NoSuchFirm, RegimeView, TaxId


def firms(*, active_only: bool = True, day: date | None = None) -> list[FirmView]:
    """Our firms by name, with the regime of a day (today); one query."""
    found = _with_regime(day or timezone.localdate()).order_by("name")
    return [_view(row) for row in (found.filter(is_active=True) if active_only else found)]


def firm(firm: int) -> FirmView:
    """One firm with today's regime; one query. Refuses an unknown number."""
    return firm_at(firm, timezone.localdate())


def firm_at(firm: int, day: date) -> FirmView:
    """One firm with the regime of a day; one query."""
    row = _with_regime(day).filter(pk=firm).first()
    if row is None:
        raise NoSuchFirm(firm=firm)
    return _view(row)


def regime_at(firm: int, day: date) -> str:
    """The regime of a firm on a day; empty before its first one."""
    return firm_at(firm, day).regime


def regimes(firm: int) -> list[RegimeView]:
    """The regimes of a firm, the newest first."""
    return [RegimeView(row.regime, row.since) for row in FirmRegime.objects.filter(firm=firm).order_by("-since")]


def firm_tax_ids(firm: int) -> list[FirmTaxIdView]:
    """The tax ids of a firm."""
    found = FirmTaxId.objects.filter(firm=firm).order_by("country", "kind")
    return [FirmTaxIdView(row.country, row.kind, row.number, row.checked) for row in found]


def tax_id_read(given: TaxId) -> FirmTaxIdView | None:
    """How a tax id would stand, for a form to ask before it is kept; unchecked where no check digits fit."""
    read = tax_id(given)
    if read is None:
        return None
    country, _sign, kind = read.scheme.partition(".")
    return FirmTaxIdView(country, kind, read.value, read.checked)


def _with_regime(day: date) -> QuerySet[OwnFirm]:
    then = FirmRegime.objects.filter(firm=OuterRef("pk"), since__lte=day).order_by("-since").values("regime")[:1]
    return OwnFirm.objects.annotate(regime_then=Subquery(then))


def _view(row: OwnFirm) -> FirmView:
    regime: str = getattr(row, "regime_then", None) or ""
    return FirmView(row.pk, row.name, row.legal_name, row.country, row.base_currency, regime, row.is_active)

"""Legal entities of ours begin and change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.core import get_global

from emporion.journal.commands import command
from emporion.journal.types import FieldChange, Work
from emporion.kernel.money import exponent

from ..models import FirmRegime, FirmTaxId, OwnFirm
from ..rules import tax_id
from ..types import (
    REGIMES,
    FirmAdded,
    FirmChanged,
    FirmKnown,
    FirmRef,
    NameMissing,
    NoSuchFirm,
    RegimeSet,
    TaxId,
    UnknownCountry,
    UnknownRegime,
)


@command
def add_firm(
    work: Work,
    *,
    name: str,
    country: str,
    base_currency: str,
    legal_name: str = "",
    tax_ids: tuple[TaxId, ...] = (),
    regime: str = "general",
    since: date | None = None,
) -> FirmRef:
    """A legal entity of ours begins; country and currency are for life, for its books are kept in them.

    Its regime holds from `since`, without one from the first day of the running year.
    """
    exponent(base_currency)
    firm = OwnFirm(
        name=_named(name),
        legal_name=legal_name,
        country=_country(country),
        base_currency=base_currency,
        added_at=work.now,
    )
    firm.save(force_insert=True)
    _tax_ids_written(firm, tax_ids)
    work.tell(FirmAdded(f"firm:{firm.pk}", firm.country, base_currency))
    set_regime(work=work, firm=firm.pk, regime=regime, since=since or date(work.now.year, 1, 1))
    return FirmRef(firm.pk)


@command
def change_firm(
    work: Work,
    *,
    firm: int,
    name: str | None = None,
    legal_name: str | None = None,
    tax_ids: tuple[TaxId, ...] | None = None,
    is_active: bool | None = None,
) -> None:
    """Change what is named and leave the rest; tax ids are the whole new list."""
    row = _locked(firm)
    wanted = {"name": name and _named(name, firm), "legal_name": legal_name, "is_active": is_active}
    changed = {field: to for field, to in wanted.items() if to is not None and to != getattr(row, field)}
    OwnFirm.objects.filter(pk=firm).update(**changed) if changed else None
    told = [FieldChange("is_active", str(row.is_active), str(is_active))] if "is_active" in changed else []
    fields = {*changed, *(["tax_ids"] if tax_ids is not None and _tax_ids_written(row, tax_ids) else [])}
    if fields:
        work.tell(FirmChanged(f"firm:{firm}", tuple(sorted(fields)), tuple(told)))


@command
def set_regime(work: Work, *, firm: int, regime: str, since: date) -> None:
    """From a day on the firm works under a regime, until the next one; a second word for one day replaces the first."""
    if regime not in REGIMES:
        raise UnknownRegime(regime=regime, regimes=", ".join(REGIMES))
    row = _locked(firm)
    if FirmRegime.objects.filter(firm=row, since=since, regime=regime).exists():
        return
    FirmRegime.objects.update_or_create(firm=row, since=since, defaults={"regime": regime})
    work.tell(RegimeSet(f"firm:{firm}", regime, since))


def _locked(firm: int) -> OwnFirm:
    row = OwnFirm.objects.select_for_update().filter(pk=firm).first()
    if row is None:
        raise NoSuchFirm(firm=firm)
    return row


def _named(name: str, firm: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise NameMissing()
    if OwnFirm.objects.filter(name__iexact=name).exclude(pk=firm or 0).exists():
        raise FirmKnown(name=name)
    return name


def _country(code: str) -> str:
    """A code of ISO 3166; the register of the territories that CLDR knows also holds regions, which have digits."""
    country = code.strip().upper()
    if len(country) != 2 or country not in get_global("territory_currencies"):  # noqa: PLR2004 - alpha-2
        raise UnknownCountry(country=code)
    return country


def _tax_ids_written(firm: OwnFirm, tax_ids: Sequence[TaxId]) -> bool:
    """Let these be the firm's tax ids; answers whether anything changed."""
    found = [one for given in tax_ids if (one := tax_id(given))]
    wanted = {(*_parted(one.scheme), one.value, one.checked) for one in found}
    stand = set(FirmTaxId.objects.filter(firm=firm).values_list("country", "kind", "number", "checked"))
    if wanted == stand:
        return False
    FirmTaxId.objects.filter(firm=firm).delete()
    FirmTaxId.objects.bulk_create(
        FirmTaxId(firm=firm, country=country, kind=kind, number=number, checked=checked)
        for country, kind, number, checked in sorted(wanted)
    )
    return True


def _parted(scheme: str) -> tuple[str, str]:
    country, _, kind = scheme.partition(".")
    return country, kind

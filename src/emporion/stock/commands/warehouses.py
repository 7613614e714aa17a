"""Opening and changing warehouses."""

from dataclasses import asdict

from emporion.journal.commands import command
from emporion.journal.types import FieldChange, Work

from ..models import Warehouse
from ..types import WarehouseAdded, WarehouseCard, WarehouseChanged


@command
def put_warehouse(work: Work, *, card: WarehouseCard) -> int:
    """Open a warehouse, or change the one with this code where the card says more; answers its id."""
    told = {name: value for name, value in asdict(card).items() if value is not None and name != "code"}
    row = Warehouse.objects.select_for_update().filter(code=card.code).first()
    if row is None:
        firm = told.pop("firm")
        row = Warehouse.objects.create(code=card.code, firm_id=firm, **({"name": card.code} | told))
        work.tell(WarehouseAdded(f"warehouse:{row.pk}", card.code))
        return row.pk
    told.pop("firm", None)  # goods are booked on the firm of their warehouse; it does not change hands
    changed = tuple(name for name, value in told.items() if getattr(row, name) != value)
    if changed:
        changes = tuple(FieldChange(name, str(getattr(row, name)), str(told[name])) for name in changed)
        for name in changed:
            setattr(row, name, told[name])
        row.save(update_fields=changed)
        work.tell(WarehouseChanged(f"warehouse:{row.pk}", changed, changes))
    return row.pk

"""The checklist asks where totals lie, once such figures have come."""

from __future__ import annotations

from emporion.catalog.queries import find_by_sku
from emporion.clockwork.worker import work_off
from emporion.exchange.queries import channel_by_code, object_of, open_count, quarantined
from emporion.stock.queries import stock_of
from emporion.web.tests.factories import signed_in
from emporion.web.why.tests.factories import MAIN, sent

from .test_first_hour import WITH_DEFECTS, answers, brought

LABEL = "Stock told as one total lies in"
TOTALS = WITH_DEFECTS.replace(f'<Склад ИдСклада="{MAIN}" КоличествоНаСкладе="5"/>', "<Количество>4</Количество>")


def test_the_question_stands_there_once_totals_came_and_its_answer_has_them_read(house: str) -> None:
    client = signed_in()
    channel = brought(client)
    page = f"/exchange/channels/{channel.id}/checklist/"
    assert LABEL not in client.get(page).content.decode()
    sent(channel.id, TOTALS, "offers0_2.xml")
    (row,) = quarantined()
    desk = client.get("/exchange/quarantine/").content.decode()
    assert (page in desk, row.fault.refusal.what_to_do in desk) == (True, True)
    assert LABEL in client.get(page).content.decode()
    assert client.post(page, answers(channel, totals_warehouse="")).status_code == 302
    assert (channel_by_code("1c").settings["totals_warehouse"], open_count()) == (0, 1)
    other = object_of(channel.id, "warehouse", "bad")
    asked = client.get(page).context["form"].fields
    of_shop = {
        name: one.initial for name, one in asked.items() if name.startswith(("price_", "places_")) and one.initial
    }
    assert client.post(page, answers(channel, totals_warehouse=other, **of_shop)).status_code == 302
    assert channel_by_code("1c").settings["totals_warehouse"] == other
    work_off()
    (cup,) = find_by_sku("CUP-1")
    assert ({line.warehouse.id: line.on_hand for line in stock_of([cup.id]) if line.on_hand}) == {other: 4000}
    assert (open_count(), LABEL in client.get(page).content.decode()) == (0, True)

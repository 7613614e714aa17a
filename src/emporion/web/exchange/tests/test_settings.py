"""Settings of a connection ask each question once."""

from __future__ import annotations

import pytest

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id
from emporion.parties.tests.factories import firm
from emporion.web.exchange.forms import ChannelForm
from emporion.web.tests.factories import signed_in
from emporion.web.why.sizes import size_words


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_status_words_have_their_own_page_and_stay_when_the_settings_are_saved(house: str) -> None:
    words = {"brewed": "paid"}
    told = {"firm": firm().id, "status_words": words}
    channel = exchange.add_channel(code="1c", kind="commerceml", title="Books", settings=told, actor="cli")
    desk, address = signed_in(), f"/exchange/channels/{channel}/"
    form = desk.get(address).context["form"]
    assert isinstance(form, ChannelForm)
    assert [name for name in form.fields if name.startswith("status_")] == []
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {name: getattr(value, "value", value) for name, value in shown.items() if value not in (None, False)}
    answer = desk.post(address, typed | {"title": "Ledger", "login": "1c", "password": "seven cups of mocha"})
    assert answer.status_code == 302, answer.context["form"].errors
    saved = channel_by_id(channel)
    assert (saved.title, saved.settings["status_words"]) == ("Ledger", words)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_how_long_and_how_much_of_its_messages_is_kept_is_asked_of_every_connection(house: str) -> None:
    channel = exchange.add_channel(code="1c", kind="commerceml", title="B", settings={"firm": firm().id}, actor="cli")
    stored = exchange.store(b"x" * 2_500_000)
    exchange.keep_message(channel=channel, direction="in", name="a.xml", content=stored, actor="test")
    desk, address = signed_in(), f"/exchange/channels/{channel}/"
    page = desk.get(address)
    form = page.context["form"]
    assert (form["keep_days"].value(), form["keep_megabytes"].value()) == (365, 2048)
    assert f"Now they take {size_words(2_500_000)}." in page.content.decode()
    typed = {"title": "B", "firm": channel_by_id(channel).settings["firm"], "currency": "RUB", "login": "1c"}
    typed |= {"schema_version": "2.07", "absent": "ask", "password": "seven cups of mocha", "is_active": "on"}
    assert desk.post(address, typed | {"keep_days": "30", "keep_megabytes": "0"}).status_code == 302
    kept = channel_by_id(channel).settings
    assert (kept["keep_days"], kept["keep_megabytes"]) == (30, 0)
    assert desk.post(address, typed).status_code == 302  # a form that does not ask leaves them
    assert channel_by_id(channel).settings["keep_days"] == 30

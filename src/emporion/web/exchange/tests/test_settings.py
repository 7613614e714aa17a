"""Settings of a connection ask each question once."""

from __future__ import annotations

import pytest

from emporion.exchange import commands as exchange
from emporion.exchange.queries import channel_by_id
from emporion.parties.tests.factories import firm
from emporion.web.exchange.forms import ChannelForm
from emporion.web.tests.factories import signed_in


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

"""The one setting of growth: the address of a broker."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from emporion.site import settings as settings_file


def test_without_a_broker_the_table_is_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMPORION_QUEUE", raising=False)
    address = settings_file.broker_at("EMPORION_QUEUE")
    assert settings_file.engine(address)["default"]["BACKEND"].endswith("DatabaseBackend")


@pytest.mark.parametrize("address", ["redis://host:6379/0", "rediss://:secret@host/1", "amqp://user:secret@host//"])
def test_a_broker_that_celery_speaks_to_is_rung_at(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("EMPORION_QUEUE", address)
    [engine] = settings_file.engine(settings_file.broker_at("EMPORION_QUEUE")).values()
    assert engine["OPTIONS"] == {"broker": address}


@pytest.mark.parametrize("address", ["valkey.example.com:6379", "http://host", "host"])
def test_another_address_is_refused_with_one_that_works(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("EMPORION_QUEUE", address)
    with pytest.raises(ImproperlyConfigured, match=r"EMPORION_QUEUE is .*redis://host:6379/0.*Valkey"):
        settings_file.broker_at("EMPORION_QUEUE")

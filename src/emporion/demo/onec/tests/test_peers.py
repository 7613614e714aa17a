"""Every edition exchanges with every kind of shop, or stops with the words it has for that."""

import pytest

from emporion.demo.onec import PROFILES, Base, OneC, Profile, errors
from emporion.demo.onec.tests.peers import PEERS, Bitrix, CsCart, Nethouse, WooCommerce
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Site, served


def strict_about_init(profile: Profile) -> bool:
    return profile.fewest_init_lines == 2


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_catalog_reaches_every_shop_that_keeps_to_what_the_edition_asks(
    base: Base, profile: Profile, peer: type[Site]
) -> None:
    with served(peer()) as site, OneC(base, site.url, LOGIN, PASSWORD, profile=profile, time_scale=0.001) as onec:
        if peer is Nethouse and strict_about_init(profile):
            with pytest.raises(errors.WrongInit):
                onec.exchange_catalog(full=True)
            return
        onec.exchange_catalog(full=True)
        assert site.complaints == []
        assert base.rows("SELECT * FROM changed") == []
        root = b"".join(content for name, content in site.received.items() if name.endswith(".xml"))
        assert all(row["id"].encode() in root for row in base.rows("SELECT id FROM goods"))


def test_an_error_as_plain_text_under_status_200_stops_the_exchange(base: Base) -> None:
    with served(WooCommerce(broken=True)) as site, OneC(base, site.url, LOGIN, PASSWORD) as onec:
        with pytest.raises(errors.UnknownStatus, match="Allowed memory size exhausted"):
            onec.exchange_catalog(full=True)
        assert "Получен неизвестный статус импорта" in onec.protocol


def test_orders_behind_a_byte_order_mark_cannot_be_read(base: Base) -> None:
    with served(CsCart()) as site, OneC(base, site.url, LOGIN, PASSWORD) as onec:
        with pytest.raises(errors.UnreadableOrders):
            onec.exchange_orders()
        assert onec.protocol == "Не удалось прочитать данные, загруженные с сервера."


def test_an_archive_goes_up_in_pieces_and_its_files_are_imported_by_their_own_names(base: Base) -> None:
    with served(Bitrix(file_limit=20_000)) as site, OneC(base, site.url, LOGIN, PASSWORD) as onec:
        site.answers["init"] = [b"zip=yes\nfile_limit=20000"]  # a third line would stop UT 11
        onec.exchange_catalog(full=True)
    posted = [seen for seen in site.requests if seen.mode == "file"]
    assert len(posted) > 1 and {seen.parameter("filename")[-4:] for seen in posted} == {".zip"}
    assert all(len(seen.body) <= 20_000 for seen in posted)
    assert set(site.imported) == {"import0_1.xml", "offers0_1.xml"}
    assert any(name.startswith("import_files/") for name in site.received)

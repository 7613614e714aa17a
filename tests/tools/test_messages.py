"""Translations: nothing is missed, nothing is lost, nothing is spoilt."""

import gettext
from pathlib import Path

import pytest

from tools.messages import as_po, check, compile_all, po_file, show, strings, translations, update

SOURCE = """
from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext, pgettext_lazy
TITLE, NAME = _("Orders"), pgettext_lazy("goods", "Name")
def told(count: int) -> str:
    # Translators: a button
    return gettext("Cancel") + pgettext("of a shop", "Open") + ngettext("%(count)s piece", "%(count)s pieces", count)
"""
PAGE = """{% load i18n %}
  <h1>{% translate "Stock" %}</h1> {% translate "Name" context "of a person" %}
      {% if a %}
  <p>{% blocktranslate count n=rows with shop=s.name trimmed %}
      {{ n }} row of {{ shop }}
    {% plural %}
      {{ n }} rows of {{ shop }}
  {% endblocktranslate %}</p>{% endif %} "an odd ' quote (
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    house = tmp_path / "house"
    (house / "shop/templates/shop").mkdir(parents=True)
    (house / "shop/tests").mkdir()
    (house / "shop/pages.py").write_text(SOURCE)
    (house / "shop/templates/shop/stock.html").write_text(PAGE)
    (house / "shop/tests/test_pages.py").write_text(
        'from django.utils.translation import gettext\ngettext("for nobody")'
    )
    return house


def write(house: Path, language: str, **translations: str) -> None:
    text = po_file(house, language).read_text()
    for english, theirs in translations.items():
        assert f'msgid "{english}"\nmsgstr ""' in text
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{theirs}"')
    po_file(house, language).write_text(text)


def translate_everything(house: Path) -> None:
    update(house)
    for language in ("ro", "el"):
        catalog = translations(house, language)
        for message in catalog:
            several = not isinstance(message.id, str)
            message.string = tuple(message.id[-1:]) * catalog.num_plurals if several else message.id
        po_file(house, language).write_bytes(as_po(catalog))
    write(house, "ru", Orders="Заказы", Cancel="Отменить", Open="Открыт", Stock="Остатки", Name="Название")
    text = po_file(house, "ru").read_text()
    for english, forms in {
        "%(count)s piece": ["%(count)s штука", "%(count)s штуки", "%(count)s штук"],
        "%(n)s row of %(shop)s": [f"%(n)s {word} магазина %(shop)s" for word in ("строка", "строки", "строк")],
    }.items():
        begin = text.index(f'msgid "{english}"')
        end = text.index("\n\n", begin) if "\n\n" in text[begin:] else len(text)
        written = text[begin:end]
        for number, form in enumerate(forms):
            written = written.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{form}"')
        text = text[:begin] + written + text[end:]
    po_file(house, "ru").write_text(text)


def test_every_string_of_source_and_templates_is_found(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {message.id for message in strings(room) if message.id}
    assert found == {
        *("Orders", "Cancel", "Open", "Stock", "Name"),
        ("%(count)s piece", "%(count)s pieces"),
        ("%(n)s row of %(shop)s", "%(n)s rows of %(shop)s"),
    }
    assert show(room) == 0
    assert "#. Translators: a button" in capsys.readouterr().out


def test_a_word_with_two_meanings_is_two_strings(room: Path) -> None:
    update(room)
    text = po_file(room, "ru").read_text()
    assert 'shop/pages.py\nmsgctxt "goods"\nmsgid "Name"' in text
    assert 'shop/templates/shop/stock.html\nmsgctxt "of a person"\nmsgid "Name"' in text


def test_each_missing_string_is_named_with_its_file(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(room) == 1
    told = capsys.readouterr().out
    assert "ru lacks 'Orders' (shop/pages.py)" in told
    assert "ru lacks 'Stock' (shop/templates/shop/stock.html)" in told
    assert "ru lacks 'Open' [of a shop]" in told
    assert "ro: 0 of 8 strings translated" in told
    assert "ro lacks 'Orders' (shop/pages.py)" in told


def test_a_complete_language_passes_and_reaches_the_reader(room: Path) -> None:
    translate_everything(room)
    assert check(room) == 0
    assert compile_all(room) == 0
    russian = gettext.translation("django", room / "locale", ["ru"])
    assert russian.gettext("Stock") == "Остатки"
    assert russian.pgettext("of a shop", "Open") == "Открыт"
    assert [russian.ngettext("%(count)s piece", "%(count)s pieces", n) % {"count": n} for n in (1, 3, 5)] == [
        *("1 штука", "3 штуки", "5 штук")
    ]


def test_an_update_keeps_translations_and_drops_what_nobody_says(room: Path) -> None:
    translate_everything(room)
    (room / "shop/pages.py").write_text(SOURCE.replace('"Cancel"', '"Call off"'))
    update(room)
    text = po_file(room, "ru").read_text()
    assert "Заказы" in text
    assert "Отменить" not in text
    assert check(room) == 1
    before = po_file(room, "ru").read_bytes()
    update(room)
    assert po_file(room, "ru").read_bytes() == before


def test_a_guess_does_not_count_as_a_translation(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translate_everything(room)
    text = po_file(room, "ru").read_text().replace('msgid "Orders"', '#, fuzzy\nmsgid "Orders"')
    po_file(room, "ru").write_text(text)
    assert check(room) == 1
    assert "ru lacks 'Orders'" in capsys.readouterr().out


@pytest.mark.parametrize(("right", "wrong"), [("%(count)s штук", "%(cuont)s штук"), ("%(n)s строк", "%(n)d строк")])
def test_a_spoilt_placeholder_is_named(room: Path, right: str, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    translate_everything(room)
    po_file(room, "ru").write_text(po_file(room, "ru").read_text().replace(right, wrong))
    assert check(room) == 1
    assert "ru spoils" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("alias", "call", "found"),
    [
        ("gettext_lazy as lazy", 'lazy("On sale")', "On sale"),
        ("pgettext_lazy as named", 'named("goods", "On sale")', "On sale"),
        ("ngettext as many", 'many("%(n)s row", "%(n)s rows", 2)', ("%(n)s row", "%(n)s rows")),
    ],
)
def test_a_string_is_found_by_whatever_name_it_was_marked(room: Path, alias: str, call: str, found: object) -> None:
    (room / "shop/words.py").write_text(f"from django.utils.translation import {alias}\nWORD = {call}\n")
    assert found in {message.id for message in strings(room)}


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.translation import gettext as _\nsay = _\n",
        "from django.utils import translation\nsay = translation.gettext\n",
        "from django.utils.translation import gettext, ngettext\none, many = gettext, ngettext\n",
        "from django.utils.translation import *\n",
        "from django.utils.translation import ugettext_later\n",
        "from django.utils.translation import gettext as _\ndef told(n: int) -> str: return f'{n} {_(\"pieces\")}'\n",
    ],
)
def test_a_name_that_cannot_be_followed_fails_the_check(
    room: Path, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    translate_everything(room)
    assert check(room) == 0
    (room / "shop/words.py").write_text(source)
    assert check(room) == 1
    assert "shop/words.py: " in capsys.readouterr().out

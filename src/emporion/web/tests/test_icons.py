"""Icons and statuses, which every row of a list draws."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template

from emporion.web import drawings
from emporion.web.status import Status

STROKES = '<symbol id="plus" viewBox="0 0 24 24"><path d="M12 5l0 14"/><path d="M5 12l14 0"/></symbol>'


def drawn(source: str, **told: object) -> str:
    return Template("{% load emporion %}" + source).render(Context(told))


@pytest.fixture
def plus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Browser files with one icon; what was drawn before and is drawn here is forgotten."""
    (tmp_path / "icons.svg").write_text(STROKES)
    monkeypatch.setattr(drawings, "SPRITE", tmp_path / "icons.svg")
    forget()
    yield
    forget()


def forget() -> None:
    drawings.icon.cache_clear()
    drawings._lines.cache_clear()


@pytest.mark.usefixtures("plus")
def test_an_icon_stands_apart_from_the_words_beside_it_is_silent_and_asks_for_no_file() -> None:
    before, icon, behind = drawn('Back{% icon "plus" %}New').split("\n")
    assert (before, behind) == ("Back", "New")
    assert icon == '<svg class="e-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5l0 14M5 12l14 0"/></svg>'


def test_a_status_says_its_word_as_a_word_and_is_big_where_it_is_asked_to_be() -> None:
    state = Status("<b>Paid & shipped", "good", "x")
    small, big = drawn("{% status state %}", state=state), drawn("{% status state big=True %}", state=state)
    assert '<span class="e-status t-good"><svg viewBox="0 0 16 16" aria-hidden="true">' in small
    assert drawings.CROSS in small and "href" not in small
    assert "&lt;b&gt;Paid &amp; shipped</span>" in small
    assert '<span class="e-status t-good is-big">' in big


def test_every_step_has_a_glyph_of_its_own() -> None:
    assert len({drawings.glyph(step) for step in drawings.GLYPHS}) == len(drawings.GLYPHS) == 8

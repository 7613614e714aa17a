"""Icons and statuses, which every row of a list draws."""

from django.template import Context, Template

from emporion.web.status import Status


def drawn(source: str, **told: object) -> str:
    return Template("{% load emporion %}" + source).render(Context(told))


def test_an_icon_stands_apart_from_the_words_beside_it_and_is_silent() -> None:
    before, icon, behind = drawn('Back{% icon "plus" %}New').split("\n")
    assert (before, behind) == ("Back", "New")
    assert icon.startswith('<svg class="e-icon" aria-hidden="true">') and "icons" in icon and "#plus" in icon


def test_a_status_says_its_word_as_a_word_and_is_big_where_it_is_asked_to_be() -> None:
    state = Status("<b>Paid & shipped", "good", "4")
    small, big = drawn("{% status state %}", state=state), drawn("{% status state big=True %}", state=state)
    assert '<span class="e-status t-good">' in small and "#s-4" in small
    assert "&lt;b&gt;Paid &amp; shipped</span>" in small
    assert '<span class="e-status t-good is-big">' in big

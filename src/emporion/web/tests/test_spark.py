from django.template.loader import render_to_string
from django.utils import translation

from emporion.web.spark import spark


def test_todays_curve_ends_where_the_day_is_and_yesterdays_goes_on() -> None:
    drawn = spark([0, 5], [0, 5, 10])
    assert drawn is not None
    assert drawn.now == "0.0,42.0 66.5,24.0"
    assert drawn.then == "0.0,42.0 66.5,24.0 133.0,6.0"
    assert drawn.area == "0,44 0.0,42.0 66.5,24.0 66.5,44"
    assert (drawn.x, drawn.y) == ("66.5", "24.0")


def test_nothing_sold_draws_nothing() -> None:
    assert spark([0, 0], [0, 0, 0]) is None
    assert spark([], [1, 2]) is None


def test_a_curve_is_drawn_alike_in_every_language() -> None:
    with translation.override("el"):
        assert 'cx="66.5"' in render_to_string("web/parts/figure.html", {"spark": spark([0, 5], [0, 5, 10])})

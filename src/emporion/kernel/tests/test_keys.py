"""A key from outside fits its column, and two of them never become one."""

from emporion.kernel.keys import fitting


def test_a_key_that_fits_is_kept_as_it_is() -> None:
    assert fitting("k" * 160, 160) == "k" * 160


def test_long_keys_that_begin_alike_fit_and_stay_two_however_often_they_are_fitted() -> None:
    one, other = (fitting("k" * 500 + end, 160) for end in "ab")
    assert (len(one), len(other), one == other) == (160, 160, False)
    assert (fitting(one, 160), one[:95]) == (one, "k" * 95)

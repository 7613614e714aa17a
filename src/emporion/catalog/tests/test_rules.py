import pytest
from hypothesis import given, strategies as st

from emporion.catalog.rules import check_digit, cleaned, cut, folded, is_gtin, options_json, options_of, variant_name


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = cleaned(text)

    assert cleaned(once) == once


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<script>", "</script>", "<img onerror=x src=y>", "&amp;", "&", "<", "\n", "a"])
    )
)
def test_no_mixture_of_tags_lets_a_script_through(parts: list[str]) -> None:
    clean = cleaned("".join(parts))

    assert "<script" not in clean
    assert "onerror" not in clean
    assert cleaned(clean) == clean


def test_plain_text_keeps_its_lines_and_html_its_tags() -> None:
    assert cleaned("a & b\r\nc < d") == "a &amp; b<br>c &lt; d"
    assert cleaned("<p>a</p>\n<p>b</p>") == "<p>a</p>\n<p>b</p>"
    assert cleaned("plain") == "plain"


@given(st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it_whatever_its_case(before: str, part: str) -> None:
    assert folded(part.upper()).isascii() or folded(part) == folded(folded(part))
    assert folded(before) in folded(f"{before} {part}")


@given(st.lists(st.tuples(st.text(), st.text())))
def test_options_come_back_as_they_went(options: list[tuple[str, str]]) -> None:
    assert options_of(options_json(options)) == tuple(options)


def test_a_variant_is_named_by_itself_or_by_its_product() -> None:
    assert variant_name("Cup", "Red cup", (("Colour", "red"),)) == "Red cup"
    assert variant_name("Cup", "", (("Colour", "red"), ("Size", "L"))) == "Cup (red, L)"
    assert variant_name("Cup", "", ()) == "Cup"


def test_a_long_text_is_cut_with_its_length() -> None:
    assert cut("x" * 500) == "x" * 500
    assert cut("x" * 501) == "x" * 500 + "… [501]"


@pytest.mark.parametrize("code", ["96385074", "036000291452", "4006381333931", "10012345678902"])
def test_the_check_digit_of_a_gtin_follows_from_the_others(code: str) -> None:
    assert is_gtin(code)
    assert check_digit(code) == int(code[-1])


@pytest.mark.parametrize("code", ["", "123456789", "SH-12345", "٤٠٠٦٣٨١٣٣٣٩٣١"])
def test_other_codes_have_no_check_digit(code: str) -> None:
    assert not is_gtin(code)

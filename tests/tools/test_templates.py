"""What a template may not do is named with its line."""

from pathlib import Path

import pytest

from tools.templates import faults, untranslatable

CLEAN = """{% load i18n static %}
<a class="{% if a > b %}on{% endif %}" href="{% url "x" %}" title="{% translate "Open" %}">{{ name }} · 1</a>
{% blocktranslate %}Words inside{% endblocktranslate %}<kbd>Ctrl K</kbd>{# a note #}
<script src="{% static "a.js" %}"></script>
<script type="application/json">{"any": "thing"}</script>&nbsp;<b>SKU</b>
"""


def test_a_clean_template_has_no_findings() -> None:
    assert list(faults(Path("web/page.html"), CLEAN)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ("<style>b{}</style>", "an inline style sheet"),
        ('<b style="color:red">1</b>', "a style attribute"),
        ('<b onclick="go()">1</b>', "an inline handler"),
        ('<b hx-on:click="go()">1</b>', "an inline handler"),
        ('<a href="javascript:go()">1</a>', "a script in an attribute"),
        ('<img src="https://elsewhere.example/a.png">', "a file from elsewhere"),
        ("<p>Hello</p>", "nobody can translate 'Hello'"),
        ('<input placeholder="Find">', "nobody can translate 'Find'"),
        ('{% icon "no-such-icon" %}', "lacks the icon no-such-icon"),
    ],
)
def test_a_fault_is_named_with_its_line(source: str, fault: str) -> None:
    findings = list(faults(Path("web/page.html"), f"<div>\n{source}\n</div>"))
    assert [finding.line for finding in findings if fault in finding.fault] == [2]


def test_words_between_tags_are_found_over_several_lines() -> None:
    assert list(untranslatable("{% if x %}\n<p>\n Sold out\n</p>{% else %}{{ y }}{% endif %}")) == [(3, "Sold out")]

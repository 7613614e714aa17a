"""What a browser need not read is left out of Tabler's stylesheet, and nothing else is."""

import re

import pytest

from emporion.web.tests.factories import signed_in
from tools import pruning
from tools.assets import TABLER, VENDOR

OWN = VENDOR.parent / "web"

KNOWN = {"btn", "card", "w-1/2"}


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (".btn{color:red}", ".btn{color:red}"),
        (".carousel{color:red}", ""),
        (".btn,.carousel{color:red}", ".btn{color:red}"),
        (".card .carousel-item{color:red}", ""),
        ("a:not(.carousel):hover{color:red}", "a:not(.carousel):hover{color:red}"),
        (":is(.btn,.carousel) b{color:red}", ":is(.btn,.carousel) b{color:red}"),
        ('[data-x="a,b"],h1{color:red}', '[data-x="a,b"],h1{color:red}'),
        (r".w-1\/2{width:50%}", r".w-1\/2{width:50%}"),
        ("@media (min-width:768px){.btn{color:red}.carousel{color:red}}", "@media (min-width:768px){.btn{color:red}}"),
        ("@media print{.carousel{color:red}}", ""),
        ("@keyframes spin{to{rotate:1turn}}", "@keyframes spin{to{rotate:1turn}}"),
    ],
)
def test_a_rule_stays_when_all_its_classes_may_be_met(rule: str, kept: str) -> None:
    assert pruning.pruned(rule, KNOWN).strip() == kept


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_class_that_the_parts_use_is_kept(house: str) -> None:
    page = signed_in().get("/style/").content.decode()
    used = {name for told in re.findall(r'class="([^"]*)"', page) for name in told.split()}
    own = {name for sheet in OWN.glob("*.css") for name in pruning.classes(sheet.read_text())}
    of_tabler = used & pruning.classes(TABLER.read_text()) - own
    assert of_tabler
    assert of_tabler <= pruning.classes((VENDOR / "tabler.min.css").read_text())

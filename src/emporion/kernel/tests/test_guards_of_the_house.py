"""Every table that must only grow is guarded in the house as its migrations make it."""

import pytest

from emporion.kernel.tables import GUARDED, missing_guards

pytestmark = pytest.mark.usefixtures("house")


def test_the_book_and_the_journal_are_guarded() -> None:
    assert {"journal_fact", "ledger_posting", "ledger_entry", "parties_personalhistory"} <= GUARDED
    assert missing_guards() == []

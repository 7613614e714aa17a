"""What people say to each other about records."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from emporion.accounts.tests.factories import staff
from emporion.crm import commands as crm
from emporion.crm.queries import comment, comments, mentions_of, unseen
from emporion.crm.types import (
    NobodyCalled,
    NothingSaid,
    NotYourWords,
    SaidTooMuch,
    TakenBackAlready,
    TooLateToChange,
)
from emporion.journal.commands import deliver_all
from emporion.journal.models import Fact
from emporion.orders import commands as orders
from emporion.orders.queries import order
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.parties import commands as parties

ORDER = "order:K-17"


def said(text: str, by: int, subject: str = ORDER) -> int:
    return crm.say(subject=subject, staff=by, text=text, actor=f"staff:{by}")


def test_a_colleague_who_is_named_hears_of_it_until_they_look(house: str) -> None:
    anna, boris = staff(name="Anna Berg").pk, staff(name="Boris Blum").pk
    number = said("@Boris, call before the courier", anna)
    (waiting,) = mentions_of(boris)
    assert (waiting.comment.id, waiting.comment.text) == (number, "@Boris, call before the courier")
    assert (unseen(boris), unseen(anna)) == (1, 0)
    crm.see(staff=boris, mentions=[waiting.id], actor=f"staff:{boris}")
    assert unseen(boris) == 0


def test_who_answers_has_seen_what_was_asked(house: str) -> None:
    anna, boris = staff(name="Anna Berg").pk, staff(name="Boris Blum").pk
    said("@Boris?", anna)
    said("@Boris, and here?", anna, "order:K-18")
    said("Done.", boris)
    assert [one.comment.subject for one in mentions_of(boris)] == ["order:K-18"]


def test_the_mention_of_another_is_not_mine_to_see(house: str) -> None:
    anna, boris = staff(name="Anna Berg").pk, staff(name="Boris Blum").pk
    said("@Boris?", anna)
    crm.see(staff=anna, mentions=[mentions_of(boris)[0].id], actor=f"staff:{anna}")
    assert unseen(boris) == 1


def test_no_fact_repeats_the_words(house: str) -> None:
    said("The customer Kowalski is deaf", staff().pk)
    told = Fact.objects.get(kind="crm.Commented")
    assert "Kowalski" not in told.payload and told.subject == ORDER


def test_a_comment_is_changed_by_its_author_and_calls_whom_it_names_now(house: str) -> None:
    anna, boris, clara = staff(name="Anna").pk, staff(name="Boris").pk, staff(name="Clara").pk
    number = said("@Boris", anna)
    crm.change(comment=number, staff=anna, text="@Clara", actor=f"staff:{anna}")
    assert (comment(number).text, unseen(boris), unseen(clara)) == ("@Clara", 0, 1)
    assert comment(number).changed_at is not None
    with pytest.raises(NotYourWords):
        crm.change(comment=number, staff=boris, text="No", actor=f"staff:{boris}")


def test_after_a_quarter_of_an_hour_words_stand(house: str) -> None:
    anna = staff().pk
    number = said("Seven", anna)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        with pytest.raises(TooLateToChange):
            crm.change(comment=number, staff=anna, text="Eight", actor=f"staff:{anna}")
        with pytest.raises(TooLateToChange):
            crm.take_back(comment=number, staff=anna, actor=f"staff:{anna}")


def test_what_is_taken_back_stays_as_such_and_calls_nobody(house: str) -> None:
    anna, boris = staff(name="Anna").pk, staff(name="Boris").pk
    number = said("@Boris, they never pay", anna)
    crm.take_back(comment=number, staff=anna, actor=f"staff:{anna}")
    (view,) = comments([ORDER])
    assert (view.text, view.taken_back_at is not None, unseen(boris)) == ("", True, 0)
    with pytest.raises(TakenBackAlready):
        crm.change(comment=number, staff=anna, text="Well", actor=f"staff:{anna}")
    crm.put_back(comment=number, staff=anna, actor=f"staff:{anna}")
    assert (comment(number).text, unseen(boris)) == ("@Boris, they never pay", 1)


def test_words_are_needed_and_not_too_many_and_names_must_fit(house: str) -> None:
    anna = staff().pk
    for text, refusal in ((" \n ", NothingSaid), ("a" * 4001, SaidTooMuch), ("@Zeno", NobodyCalled)):
        with pytest.raises(refusal):
            said(text, anna)
    assert comments([ORDER]) == []


def test_the_words_about_an_erased_person_and_their_orders_are_gone(house: str) -> None:
    corner, anna = corner_shop(), staff().pk
    placed = orders.place(draft=draft(corner, (cup(corner), 1)), actor="staff:1")
    other = orders.place(draft=draft(corner, (cup(corner), 1)), actor="staff:1")
    found, stays = order(placed.number), order(other.number)
    said("Mrs Kowalski", anna, f"party:{found.customer}")
    said("for Kowalski", anna, found.subject)
    said("for Rossi", anna, stays.subject)
    parties.erase(party=found.customer or 0, actor="staff:1")
    deliver_all()
    assert [one.text for one in comments([f"party:{found.customer}", found.subject])] == ["", ""]
    assert [one.text for one in comments([stays.subject])] == ["for Rossi"]

"""Words of what the pages keep themselves: facts of kept views and of work on many rows, and their refusals."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from emporion.journal.types import Event
from emporion.kernel.errors import Refused

from .touring import (
    Persona as Persona,
    Step as Step,
    StepState as StepState,
    Tour as Tour,
    Way as Way,
    register_tour as register_tour,
)


@dataclass(frozen=True, slots=True)
class Partly:
    """What became of a row that was changed, though not all of it; why the rest stays as it is."""

    why: Refused


@dataclass(frozen=True, slots=True)
class ViewKept(Event):
    """Somebody keeps a view of a list. The subject is view:<id>; its name may be anybody's, so it is not told."""

    list: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class ViewChanged(Event):
    """A kept view stands for another address, or others see it now, or no more."""

    list: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class ViewRemoved(Event):
    """A kept view was taken away."""

    list: str


@dataclass(frozen=True, slots=True)
class BulkBegun(Event):
    """An act on many selected rows began. The subject is bulk:<id>."""

    list: str
    act: str
    rows: int


@dataclass(frozen=True, slots=True)
class BulkEnded(Event):
    """It came to its end, or a person stopped it; rows that were not their turn yet are left as they were."""

    changed: int
    unchanged: int
    refused: int
    left: int


class ViewNameMissing(Refused):
    """A view has no name."""

    code = "view_name_missing"
    says = gettext_noop("The view has no name.")
    remedy = gettext_noop("Name it by what it shows, such as “Unpaid this month”.")


class NoSuchView(Refused):
    """Nobody keeps this view, or somebody else does."""

    code = "no_such_view"
    says = gettext_noop("You keep no view of this number.")
    remedy = gettext_noop("Open the list and keep one of your own.")


class NothingSelected(Refused):
    """An act was asked for without a row."""

    code = "nothing_selected"
    says = gettext_noop("No row is selected.")
    remedy = gettext_noop("Select rows in the list first, by their boxes or with the key x.")


class TooManySelected(Refused):
    """More rows than one act takes."""

    code = "too_many_selected"
    says = gettext_noop("%(rows)s rows are more than the %(most)s that one act takes.")
    remedy = gettext_noop("Narrow the list by a filter and act part by part.")


class BulkBegunAlready(Refused):
    """It was begun before; a second time would be another act."""

    code = "bulk_begun_already"
    says = gettext_noop("This was begun already.")
    remedy = gettext_noop("Look at what came of it, or select the rows anew.")


class BulkUnderWay(Refused):
    """It is to be taken back before it has ended."""

    code = "bulk_under_way"
    says = gettext_noop("This is still under way.")
    remedy = gettext_noop("Wait for its end, or stop it, then take it back.")


class BulkTakenBackAlready(Refused):
    """It was taken back before, by another window or another click."""

    code = "bulk_taken_back_already"
    says = gettext_noop("This was taken back already.")
    remedy = gettext_noop("Look at what came of it.")


class NothingToTakeBack(Refused):
    """The act has no way back, is one itself, or none of its rows is changed and seen."""

    code = "nothing_to_take_back"
    says = gettext_noop("There is nothing here to take back.")
    remedy = gettext_noop("Open the list, select the rows and change them by hand.")


class ChangedMeanwhile(Refused):
    """A row of a work that is taken back has another value by now than the work gave it."""

    code = "row_changed_meanwhile"
    says = gettext_noop("Changed again since, so left as it is.")
    remedy = gettext_noop("Open its page and change it by hand where you mean to.")


class RightMissingThere(Refused):
    """The person may do this, but not where this row belongs."""

    code = "right_missing_there"
    says = gettext_noop("Your role does not allow this in %(where)s.")
    remedy = gettext_noop("Ask somebody whose role reaches there.")


class RowGone(Refused):
    """A selected row is not there any more, or not for this person."""

    code = "row_gone"
    says = gettext_noop("This row is not there any more.")
    remedy = gettext_noop("Open its list anew and choose again.")


class NoPriceThere(Refused):
    """A product without a price of the chosen type; the first one is given by hand."""

    code = "no_price_there"
    says = gettext_noop("It has no price of this type.")
    remedy = gettext_noop("Give it a price on its own page first.")

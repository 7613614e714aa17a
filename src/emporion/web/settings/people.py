"""Forms of the staff and of the own profile, and where a role may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from emporion.accounts.queries import Asker, may_give, roles
from emporion.accounts.types import GrantView, Role, Seeing, StaffView
from emporion.kernel.errors import Refused
from emporion.orders.queries import closed_shops, every_shop
from emporion.parties.queries import firms
from emporion.stock.queries import closed_warehouses, every_warehouse

from .. import speech
from . import words
from .forms import choose

KINDS = ("firm", "shop", "warehouse")


@dataclass(frozen=True, slots=True)
class Scopes:
    """The firms, shops and warehouses of the house by (kind, id), to name where a role holds.

    What is closed is named like the rest, for roles go on holding there; it is not offered.
    """

    names: dict[tuple[str, int], str]

    @classmethod
    def now(cls) -> Scopes:
        """As they stand; three queries and one for the shops' warehouses."""
        return cls({
            **{("firm", one.id): one.name for one in firms(active_only=False)},
            **{("shop", one.id): one.name for one in every_shop()},
            **{("warehouse", one.id): one.name for one in every_warehouse()},
        })  # fmt: skip

    def choices(self) -> words.Groups:
        """Everywhere, or within one of those in use."""
        shut = {*(("shop", one.id) for one in closed_shops()), *(("warehouse", one.id) for one in closed_warehouses())}
        offered = [(of, pk, name) for (of, pk), name in self.names.items() if (of, pk) not in shut]
        heads = {"firm": gettext("Firm"), "shop": gettext("Shop"), "warehouse": gettext("Warehouse")}
        groups = [(heads[kind], [(f"{kind}:{pk}", name) for of, pk, name in offered if of == kind]) for kind in KINDS]
        return [("", gettext("Everywhere")), *((head, inside) for head, inside in groups if inside)]

    @staticmethod
    def is_everywhere(grant: GrantView) -> bool:
        """Whether a role is not narrowed."""
        return all(getattr(grant, kind) is None for kind in KINDS)

    def words(self, grant: GrantView | Seeing) -> str:
        """Where a role holds, as a person reads it."""
        held = [(kind, getattr(grant, kind)) for kind in KINDS if getattr(grant, kind) is not None]
        return ", ".join(self.names.get(one, f"{one[0]} {one[1]}") for one in held) or gettext("everywhere")


def scope_of(text: str) -> dict[str, int]:
    """A chosen scope as the command grant takes it."""
    kind, _sign, number = text.partition(":")
    return {kind: int(number)} if kind in KINDS and number.isdecimal() else {}


class BeyondYou(Refused):
    """Somebody would give, take or look behind what they may not do themselves."""

    code = "beyond_you"
    says = gettext_noop("This goes beyond what you may do yourself.")
    remedy = gettext_noop("Ask an owner to do it.")


def stand_over(staff: Asker, card: StaffView) -> None:
    """Refuse to touch somebody who may more: behind their invitation link one could become them."""
    known = roles()
    if not all(may_give(staff, known[grant.role]) for grant in card.grants if grant.role in known):
        raise BeyondYou()


def offered(staff: Asker) -> list[Role]:
    """The roles that a person may give: nobody gives a right that they do not hold themselves."""
    return [role for role in roles().values() if may_give(staff, role)]


class GrantForm(forms.Form):
    """A role, everywhere or within one firm, shop or warehouse."""

    role = forms.ChoiceField(label=_("Role"))
    scope = forms.ChoiceField(label=_("Where"), required=False, help_text=_("Everywhere, or only in one place."))

    def __init__(self, scopes: Scopes, given: Sequence[Role], data: QueryDict | None = None) -> None:
        super().__init__(data)
        choose(self, "role", [("", "—"), *((role.code, role.title) for role in given)])  # none is chosen beforehand
        choose(self, "scope", scopes.choices())


class NewStaffForm(GrantForm):
    """Somebody joins: how they sign in, what they may, in which language and zone."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("They sign in with it."))
    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("As colleagues read it beside what they did."))
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    field_order = ("name", "email", "role", "scope", "language", "time_zone")

    def __init__(self, scopes: Scopes, given: Sequence[Role], zone: str, data: QueryDict | None = None) -> None:
        super().__init__(scopes, given, data)
        self.fields["time_zone"].initial = zone
        choose(self, "language", language_choices())
        choose(self, "time_zone", words.time_zones(zone))


class ProfileForm(forms.Form):
    """What everybody says about themselves."""

    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("As colleagues read it beside what you did."))
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("All times are shown in it."))

    def __init__(self, of: StaffView, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"name": of.name, "language": of.language, "time_zone": of.time_zone})
        choose(self, "language", language_choices())
        choose(self, "time_zone", words.time_zones(of.time_zone))


def language_choices() -> words.Choices:
    """The languages of the pages, each in its own words."""
    return [("", gettext("As the browser says")), *((code, str(name)) for code, name in speech.offered())]

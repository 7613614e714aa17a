"""`emporion staff`: add people, list them, give passwords and roles, from the console of the server."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from emporion.accounts import commands, queries
from emporion.accounts.types import ROLES, StaffView
from emporion.kernel.console import Verb, or_one_line


class Command(Verb):
    """The way in to a fresh house, and back in for an owner who lost the password."""

    help = _("Add staff, list them, give passwords and roles.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help=_("add a person"))
        add.add_argument("--name", default="", help=_("else the part of the e-mail before the @"))
        add.add_argument("--role", choices=list(ROLES), required=True)
        add.add_argument("--invite", action="store_true", help=_("print an address where the person sets the password"))
        for verb in (add, verbs.add_parser("password", help=_("give a person another password"))):
            verb.add_argument("email")
            verb.add_argument("--password-stdin", action="store_true", help=_("read the password from standard input"))
        for name, says in (("grant", _("give a role everywhere")), ("withdraw", _("take a role back"))):
            verb = verbs.add_parser(name, help=says)
            verb.add_argument("email")
            verb.add_argument("--role", choices=list(ROLES), required=True)
        for name, says in (("deactivate", _("no more sign-in")), ("reactivate", _("sign-in again"))):
            verbs.add_parser(name, help=says).add_argument("email")
        verbs.add_parser("list", help=_("everybody with their roles"))

    def handle(self, **asked: Any) -> None:
        """Do the verb; a refusal is one line on stderr and exit code 1."""
        with or_one_line():
            getattr(self, asked["verb"])(**asked)

    def add(self, *, email: str, name: str, role: str, invite: bool, password_stdin: bool, **_asked: Any) -> None:
        """Add a person with a role everywhere."""
        name = name or email.partition("@")[0]
        password = None if invite else queries.checked_password(asked_for(password_stdin), email=email, name=name)
        added = commands.add_staff(email=email, name=name, role=role, password=password, actor="cli", origin="cli")
        self.stdout.write(_("%(email)s is %(role)s.") % {"email": email, "role": ROLES[role].title})
        if invite:
            commands.invite(staff=added.id, actor="cli", origin="cli")
            self.stdout.write(_("The password is set at %(path)s") % {"path": queries.invitation_path(added.id)})

    def password(self, *, email: str, password_stdin: bool, **_asked: Any) -> None:
        """Give another password."""
        person = found(email)
        password = queries.checked_password(asked_for(password_stdin), email=person.email, name=person.name)
        commands.set_password(staff=person.id, password=password, actor="cli", origin="cli")
        self.stdout.write(_("The password is changed; other sessions ended."))

    def grant(self, *, email: str, role: str, **_asked: Any) -> None:
        """Give a role everywhere."""
        commands.grant(staff=found(email).id, role=role, actor="cli", origin="cli")

    def withdraw(self, *, email: str, role: str, **_asked: Any) -> None:
        """Take a role back."""
        commands.withdraw(staff=found(email).id, role=role, actor="cli", origin="cli")

    def deactivate(self, *, email: str, **_asked: Any) -> None:
        """End sign-in."""
        commands.deactivate(staff=found(email).id, actor="cli", origin="cli")

    def reactivate(self, *, email: str, **_asked: Any) -> None:
        """Allow sign-in again."""
        commands.reactivate(staff=found(email).id, actor="cli", origin="cli")

    def list(self, **_asked: Any) -> None:
        """Print everybody."""
        for person in queries.staff_list():
            roles = ", ".join(grant.role for grant in person.grants) or _("no role")
            state = "" if person.is_active else " (" + _("inactive") + ")"
            self.stdout.write(f"{person.email}\t{person.name}\t{roles}{state}")


def asked_for(password_stdin: bool) -> str:
    """The password from a pipe, or typed twice at a terminal; on the command line others could read it."""
    if password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(_("Password: "))
    if first != getpass(_("Once more: ")):
        raise CommandError(_("The two passwords differ."))
    return first


def found(email: str) -> StaffView:
    """The person of an e-mail."""
    person = queries.staff_by_email(email)
    if person is None:
        raise CommandError(_("Nobody signs in with %(email)s.") % {"email": email})
    return person

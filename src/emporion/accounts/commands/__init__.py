"""Everything that can be done with the staff and with what they may."""

from .letters import note_letter
from .people import (
    add_staff,
    change_staff,
    deactivate,
    forget_what_is_over,
    grant,
    invite,
    reactivate,
    set_password,
    take_back_invitation,
    withdraw,
)
from .roles import change_roles, copy_role, describe_role, remove_role, restore_role
from .seeing import begin_seeing, end_seeing
from .sessions import note_guessing, sign_out

__all__ = [
    "add_staff",
    "begin_seeing",
    "change_roles",
    "change_staff",
    "copy_role",
    "deactivate",
    "describe_role",
    "end_seeing",
    "forget_what_is_over",
    "grant",
    "invite",
    "note_guessing",
    "note_letter",
    "reactivate",
    "remove_role",
    "restore_role",
    "set_password",
    "sign_out",
    "take_back_invitation",
    "withdraw",
]

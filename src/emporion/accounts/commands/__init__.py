"""Everything that can be done with the staff and with what they may."""

from .people import (
    add_staff,
    change_staff,
    deactivate,
    forget_what_is_over,
    grant,
    reactivate,
    set_password,
    withdraw,
)
from .roles import change_roles, copy_role, describe_role, remove_role, restore_role
from .seeing import begin_seeing, end_seeing

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
    "reactivate",
    "remove_role",
    "restore_role",
    "set_password",
    "withdraw",
]

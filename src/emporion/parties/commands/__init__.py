"""What can be done with people and firms."""

from .changes import change, give_consent, withdraw_consent
from .doubles import look_for_doubles, perhaps_one_again, tell_apart
from .duplicates import erase, merge, unmerge
from .firms import add_firm, change_firm, set_regime
from .people import add, found_or_added

__all__ = [
    "add",
    "add_firm",
    "change",
    "change_firm",
    "erase",
    "found_or_added",
    "give_consent",
    "look_for_doubles",
    "merge",
    "perhaps_one_again",
    "set_regime",
    "tell_apart",
    "unmerge",
    "withdraw_consent",
]

"""What can be done with people and firms."""

from .changes import change, give_consent, withdraw_consent
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
    "merge",
    "set_regime",
    "unmerge",
    "withdraw_consent",
]

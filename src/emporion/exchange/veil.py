"""Texts about people are sealed where they stand in a table."""

from emporion.kernel.secrets import opened, sealed


def veiled(text: str, personal: bool) -> str:
    """The text as it is stored."""
    return sealed(text.encode()).decode() if personal else text


def unveiled(text: str, is_sealed: bool) -> str:
    """The text as it was."""
    return opened(text.encode()).decode() if is_sealed else text

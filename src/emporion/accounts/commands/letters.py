"""What became of the letters of the sign-in."""

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..types import LetterNotTaken, LetterSent


@command
def note_letter(work: Work, *, staff: int, letter: str, reply: int | None = None, is_final: bool = False) -> None:
    """The mail server took a letter, or answered it with a number (0: not at all); is_final: it is not tried again."""
    told = LetterSent(f"staff:{staff}", letter) if reply is None else None
    work.tell(told or LetterNotTaken(f"staff:{staff}", letter, reply or 0, is_final))

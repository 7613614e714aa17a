"""What can be made to go wrong on purpose, so that the site end can be tried against an unlucky 1C."""

from dataclasses import dataclass


@dataclass(slots=True)
class Faults:
    """Set before an exchange; POSTs are counted from 1 over the whole exchange."""

    lose_success: bool = False  # orders are loaded, mode=success is never sent, the exchange ends there
    cut_post: int | None = None  # this POST breaks off ...
    cut_after_bytes: int = 0  # ... after so many bytes of its body
    repeat_post: int | None = None  # this POST is sent twice
    import_twice: bool = False  # each import that succeeded is asked for once more
    import_timeout_seconds: float | None = None  # patience with mode=import instead of the edition's own

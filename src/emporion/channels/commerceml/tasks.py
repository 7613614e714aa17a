"""What a worker does for a CommerceML connection."""

from emporion.clockwork.types import task

from .inbound.job import import_message


@task(max_tries=5)
def import_file(message: int) -> None:
    """Work a kept message through. Running it again goes on where it stopped, and changes nothing once it is done."""
    import_message(message)

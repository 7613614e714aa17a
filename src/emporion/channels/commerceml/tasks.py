"""What a worker does for a CommerceML connection."""

from emporion.clockwork.types import task

from .inbound.job import import_message


@task(max_tries=5)
def import_file(message: int) -> None:
    """Work a kept message through. Running it again goes on where it stopped, and changes nothing once it is done."""
    import_message(message)


def run_again(message: int) -> None:
    """Hand a kept message to a worker once more; asked twice while it waits, it runs once."""
    import_file.using(unique_key=f"message:{message}").enqueue(message)

"""What a worker does for a CommerceML connection."""

from datetime import datetime

from emporion.clockwork.queries import tasks, unfinished
from emporion.clockwork.types import task
from emporion.exchange.queries import channel_by_id, message as read_message, question
from emporion.exchange.types import Fault, Searched, Unexpected

from .inbound import absent, catching_up, relinking, searching, trying
from .inbound.job import import_message, read_again


@task(max_tries=5)
def import_file(message: int) -> None:
    """Work a kept message through, going on where a killed worker stopped; nothing more once it is done.

    A message that failed on an error of ours is tried again, unless another of its connection is in work by then:
    rows of one connection are never written by two.
    """
    if read_message(message).state not in ("done", "refused", "stopped"):
        import_message(message)


@task(max_tries=5)
def import_again(message: int) -> None:
    """Work a kept message through because a person wants it, whatever came of it before."""
    import_message(message)


@task(max_tries=10)
def import_rows(message: int) -> None:
    """Read the refused rows of a message again; while another message of its connection is in work it waits."""
    read_again(message)


@task(max_tries=5)
def settle_absent(channel: int, since: str) -> dict[str, int]:
    """A full export that began at a moment is over; answers how many were hidden, and the question that waits."""
    found = absent.settle(
        channel=channel, since=datetime.fromisoformat(since), actor=f"channel:{channel_by_id(channel).code}"
    )
    return {"hidden": found.hidden, "question": found.question}


@task(max_tries=5)
def search_absent(channel: int, actor: str) -> dict[str, object]:
    """A person wants to know what 1C sends no more; answers the code and the facts of what came of it."""
    found = searching.search(channel=channel, actor=actor)
    return {"code": found.code, "facts": dict(found.facts)}


def search(channel: int, actor: str) -> None:
    """Hand the search for absent goods to a worker; asked twice while it goes on, it is one."""
    searching.refuse_while_talking(channel)
    search_absent.using(unique_key=f"search:{channel}").enqueue(channel, actor)


def searched(channel: int) -> Searched | None:
    """The newest search of a connection, or None; of one that failed the cause is kept for the integrator."""
    newest = next((one for one in tasks(path=search_absent.module_path) if one.args[0] == channel), None)
    if newest is None:
        return None
    if newest.state == "done":
        return Searched(newest.finished_at, Fault(newest.answer["code"], newest.answer["facts"]))
    is_over = newest.state not in ("ready", "running")
    return Searched(newest.finished_at, Fault(Unexpected.code, {"error": newest.error_class}) if is_over else None)


@task(max_tries=5)
def hide_absent(question: int) -> None:
    """Hide the goods of a question that a person answered so; again after a crash it hides what is left."""
    absent.hide_asked(question)


def answered(question: int, word: str, actor: str) -> None:
    """Keep a person's answer, and hand what follows from it to a worker."""
    absent.answer(question, word, actor)
    if word == absent.HIDE:
        hide_absent.using(unique_key=f"question:{question}").enqueue(question)


@task(max_tries=3)
def try_messages(dry_run: int) -> None:
    """Say what kept messages would do; once more from the beginning after a crash."""
    trying.run(dry_run)


@task(max_tries=5)
def apply_messages(dry_run: int) -> None:
    """Do what a dry run has shown, message by message, going on where a killed worker stopped."""
    trying.apply(dry_run)


def begin_dry_run(dry_run: int) -> None:
    """Hand a dry run to a worker."""
    try_messages.using(unique_key=f"dry-run:{dry_run}").enqueue(dry_run)


def apply_dry_run(dry_run: int) -> None:
    """Hand the messages of a dry run to a worker, to do just what it has shown."""
    apply_messages.using(unique_key=key_of_applying(dry_run)).enqueue(dry_run)


def key_of_applying(dry_run: int) -> str:
    """The name of the one task that does what a dry run has shown."""
    return f"apply:{dry_run}"


@task(max_tries=10)
def take_compared(channel: int) -> None:
    """Take what a connection told in shadow mode; it waits for a message that is in work, and goes on after a crash."""
    catching_up.take(channel)


def key_of_catching_up(channel: int) -> str:
    """The name of the one task that takes what a connection told in shadow mode."""
    return f"catch-up:{channel}"


def catch_up(channel: int) -> None:
    """Hand what a connection told in shadow mode to a worker."""
    take_compared.using(unique_key=key_of_catching_up(channel)).enqueue(channel)


@task(max_tries=10)
def relink(question: int, actor: str) -> None:
    """Link the keys of a re-numbered base as a person said, then take the files that wait; goes on after a crash."""
    relinking.settle(question, actor)


@task(max_tries=5)
def relink_back(question: int, actor: str) -> None:
    """Take a re-linking back, part by part; goes on after a crash."""
    relinking.take_back(question, actor)


def key_of_relinking(channel: int) -> str:
    """The name of the one task that links keys of a connection anew."""
    return f"relink:{channel}"


def begin_relinking(number: int, actor: str) -> None:
    """Hand what was decided about a re-numbered base to a worker; asked again meanwhile, it is done by the same."""
    relink.using(unique_key=key_of_relinking(question(number).channel)).enqueue(number, actor)


def begin_relinking_back(number: int, actor: str) -> None:
    """Hand the taking back to a worker."""
    relink_back.using(unique_key=key_of_relinking(question(number).channel)).enqueue(number, actor)


def is_relinking(channel: int) -> bool:
    """Whether a worker links keys of a connection, or will."""
    return unfinished(key_of_relinking(channel)) is not None


def rows_again(message: int) -> None:
    """Hand the refused rows of a kept message to a worker; the key is that of the whole message, so one works on it."""
    import_rows.using(unique_key=f"message:{message}").enqueue(message)


def run_again(message: int) -> None:
    """Hand a kept message to a worker once more; asked twice while it waits, it runs once."""
    import_again.using(unique_key=f"message:{message}").enqueue(message)

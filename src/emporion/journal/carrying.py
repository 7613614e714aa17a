"""A journal that was carried to another PostgreSQL server, by a dump or otherwise.

Facts and positions hold numbers of transactions, and each server counts its own. On a younger server the facts that
were carried there would lie in the future: none of them would be final, and new ones would come before the positions
of those who listen, who would hear nothing any more. So the new server adds a shift to its numbers, and every fact told
there comes after all that were carried. On a server that is older than the first nothing has to be done.
"""

from django.db import connection

from emporion.kernel import rows

from .queries import SHIFT

# No transaction that has begun on this server has such a number.
AHEAD = f"(pg_snapshot_xmax(pg_current_snapshot())::text::bigint + {SHIFT})"
IS_CARRIED = f"""SELECT EXISTS (SELECT 1 FROM journal_fact WHERE tx >= {AHEAD}::text::xid8)
    OR EXISTS (SELECT 1 FROM journal_position WHERE tx >= {AHEAD})"""
# The newest number and the newest fact that were carried here, and the shift so far. Facts told here have higher ids.
CARRIED = f"""SELECT greatest((SELECT max(tx::text::bigint) FROM journal_fact WHERE tx >= {AHEAD}::text::xid8),
        (SELECT max(tx) FROM journal_position)),
    greatest((SELECT max(id) FROM journal_fact WHERE tx >= {AHEAD}::text::xid8),
        (SELECT max(fact) FROM journal_position WHERE tx >= {AHEAD})),
    {SHIFT}"""
FROM_HERE_ON = """ALTER TABLE journal_fact
    ALTER tx SET DEFAULT (pg_current_xact_id()::text::bigint + {shift})::text::xid8"""
TOLD_HERE = """ALTER TABLE journal_fact DISABLE TRIGGER journal_fact_row;
    UPDATE journal_fact SET tx = (tx::text::bigint + {more})::text::xid8 WHERE id > {carried};
    ALTER TABLE journal_fact ENABLE TRIGGER journal_fact_row"""


def is_carried() -> bool:
    """Whether facts or positions hold numbers that this server has not reached."""
    return connection.vendor == "postgresql" and bool(rows.fetch(IS_CARRIED)[0][0])


def shifted() -> int:
    """Let every fact told here come after those that were carried here, also one told already; 0 when all is well.

    A number says when a fact can be heard and belongs to the server, not to the fact: this is the one place that
    changes a row of the journal. Nobody tells or hears a fact meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_fact IN ACCESS EXCLUSIVE MODE")
        if not is_carried():  # somebody else saw to it while this one waited
            return 0
        [(shift, carried, before)] = rows.fetch(CARRIED)
        cursor.execute(FROM_HERE_ON.format(shift=int(shift)))
        cursor.execute(TOLD_HERE.format(more=int(shift) - int(before), carried=int(carried)))
    return int(shift)


def as_shifted() -> None:
    """Tell new facts under the shift that the journal remembers: rows that were copied do not bring the rule along."""
    if connection.vendor == "postgresql":
        [(shift,)] = rows.fetch(f"SELECT {SHIFT}")
        with connection.cursor() as cursor:
            cursor.execute(FROM_HERE_ON.format(shift=int(shift)))

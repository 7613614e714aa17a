"""JSON text and moments as the columns of the exchange keep them, and lists of any length inside SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from .types import Counts, Fault, Tally


def to_text(value: object) -> str:
    """JSON text; what JSON does not know is written as its text."""
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def from_text(text: str) -> Any:
    """The stored JSON."""
    return orjson.loads(text)


def counts_text(counts: Counts) -> str:
    """Tallies by kind as JSON text."""
    return to_text({kind: tally.as_dict() for kind, tally in counts.items()})


def counts_from(text: str) -> Mapping[str, Tally]:
    """Tallies by kind."""
    return {kind: Tally(**numbers) for kind, numbers in from_text(text).items()}


def fault_from(code: str, facts: str) -> Fault | None:
    """The kept fault; no code means none."""
    return Fault(code, from_text(facts)) if code else None


def moment(at: datetime) -> Any:
    """A time as this database's driver wants it in plain SQL."""
    return connection.ops.adapt_datetimefield_value(at)


def among(column: str) -> str:
    """SQL that finds a column in a list given as one parameter (see listed): one statement for lists of any length."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - the column is a word of our own code


def each_id() -> str:
    """SQL that makes rows ids(value) of a list of numbers given as one parameter (see listed)."""
    return "unnest(%s::bigint[]) AS ids(value)" if connection.vendor == "postgresql" else "json_each(%s) AS ids"


def listed(values: Sequence[str] | Sequence[int]) -> Any:
    """The parameter for among and each_id."""
    return list(values) if connection.vendor == "postgresql" else to_text(list(values))


def execute(sql: str, parameters: Sequence[Any]) -> int:
    """Run one statement and answer how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)

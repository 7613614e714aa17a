"""Locks and balances, in the driver's words: rows are made with 0, locked in key order, moved by a guarded update.

A delta is never upserted (the CHECK would refuse the inserted value on both engines), and lines are never moved one by
one: with everything locked first in one order, two commands cannot wait for each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter

from django.db import connection

from emporion.kernel import rows

from .types import Account, Held, Hold, Keeps, Key, Line, Short

PART = 5000  # rows of one statement
BALANCE = ("account_id", "variant", "currency", "guarded", "quantity", "value_minor")
KEY = (("account_id", "bigint"), ("variant", "bigint"), ("currency", "text"))
DELTA = (("balance", "bigint"), ("quantity", "bigint"), ("value_minor", "bigint"))
STANDS = """SELECT b.id, b.account_id, b.variant, b.currency, b.quantity, b.value_minor FROM {wanted} AS wanted
    CROSS JOIN ledger_balance b
    WHERE b.account_id = wanted.account_id AND b.variant = wanted.variant AND b.currency = wanted.currency"""
LOCKED = " ORDER BY b.account_id, b.variant, b.currency FOR UPDATE OF b"
LOCK_ROWS = """SELECT id FROM ledger_balance WHERE id IN ({rows})
    ORDER BY account_id, variant, currency FOR UPDATE"""
MOVE = """UPDATE ledger_balance AS b
    SET quantity = b.quantity + moves.quantity, value_minor = b.value_minor + moves.value_minor
    FROM {moves} AS moves
    WHERE b.id = moves.balance AND (NOT b.guarded OR b.quantity + moves.quantity >= 0) RETURNING id"""

RowKey = tuple[int, int, str]


def hold_all(keys: Iterable[Key]) -> Hold:
    """Accounts and balances for these keys, made where missing, locked in key order until the transaction ends."""
    wanted = set(keys)
    ids = _accounts({account for account, _, _ in wanted})
    by_row = {(ids[a], v, c): (a, v, c) for a, v, c in wanted if a.keeps is not Keeps.NOTHING}
    held = _locked(sorted(by_row), {ids[a]: a.keeps is Keeps.GUARDED for a, _, _ in by_row.values()})
    return Hold(ids, {by_row[row]: balance for row, balance in held.items()})


def _accounts(accounts: set[Account]) -> dict[Account, int]:
    by_code = {account.code: account for account in accounts}
    found = _known(list(by_code))
    if missing := sorted(by_code.keys() - found.keys()):
        fresh = [(code, a.kind.value, a.firm, a.place, a.holder) for code in missing for a in [by_code[code]]]
        rows.add_missing("ledger_account", ("code", "kind", "firm", "place", "holder"), fresh)
        found |= _known(missing)
    return {by_code[code]: pk for code, pk in found.items()}


def _known(codes: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in rows.chunks(codes, PART):
        found.update(rows.fetch(f"SELECT code, id FROM ledger_account WHERE code IN ({rows.holes(len(part))})", part))
    return found


def _locked(keys: list[RowKey], guarded: dict[int, bool]) -> dict[RowKey, Held]:
    found = _standing(keys)
    if missing := [key for key in keys if key not in found]:
        rows.add_missing("ledger_balance", BALANCE, [(*key, guarded[key[0]], 0, 0) for key in missing])
        if connection.vendor == "postgresql":
            return _standing(keys, LOCKED)
        found |= _standing(missing)
    elif connection.vendor == "postgresql":
        return _standing(keys, LOCKED)
    return found


def _standing(keys: list[RowKey], lock: str = "") -> dict[RowKey, Held]:
    found: dict[RowKey, Held] = {}
    for part in rows.chunks(keys, PART):
        wanted, told = rows.as_table(KEY, part)
        found_rows = rows.fetch(STANDS.format(wanted=wanted) + lock, told)
        for row, account, variant, currency, quantity, value in found_rows:
            found[account, variant, currency] = Held(row, quantity, value)
    return found


def moved(held: Hold, lines: Sequence[Line]) -> tuple[Short, ...]:
    """Move the locked balances, or none of them: every guarded row that would fall below zero is named."""
    quantity: defaultdict[Key, int] = defaultdict(int)
    value: defaultdict[Key, int] = defaultdict(int)
    for account, variant, moved_quantity, moved_value, currency, _ in lines:
        if account.keeps is not Keeps.NOTHING:
            key = (account, variant, currency)
            quantity[key] += moved_quantity
            value[key] += moved_value
    of_row = {held.balances[key].row: key for key in quantity}
    moves = [(row, quantity[key], value[key]) for row, key in sorted(of_row.items())]
    done = _moved(moves)
    if len(done) == len(moves):
        return ()
    # whoever catches the refusal and goes on finds the book as it was
    _moved([(row, -asked, -worth) for row, asked, worth in moves if row in done])
    free = _now([row for row, *_ in moves if row not in done])
    return tuple(Short(*of_row[row][:2], -asked, free[row]) for row, asked, _ in moves if row not in done)


def _moved(moves: Sequence[tuple[int, int, int]]) -> set[int]:
    done: set[int] = set()
    for part in rows.chunks(moves, PART):
        table, told = rows.as_table(DELTA, part)
        done.update(map(itemgetter(0), rows.fetch(MOVE.format(moves=table), told)))
    return done


def _now(balances: list[int]) -> dict[int, int]:
    """What the balances say after all that this transaction has moved already."""
    found: dict[int, int] = {}
    for part in rows.chunks(balances, PART):
        found.update(rows.fetch(f"SELECT id, quantity FROM ledger_balance WHERE id IN ({rows.holes(len(part))})", part))
    return found


def lock_balances(balances: Sequence[int]) -> None:
    """Wait until nobody else is moving these balances, and keep them."""
    if connection.vendor == "postgresql":
        for part in rows.chunks(balances, PART):
            rows.fetch(LOCK_ROWS.format(rows=rows.holes(len(part))), part)

"""search_text, the one table that differs: FTS5 without content on SQLite, a tsvector under GIN on PostgreSQL.

Every token begins with the letter of its kind, so a question about customers never walks through the goods. FTS5 keeps
lists of the beginnings of two to eight signs, the letter and what a person has typed by then: without them «мария*» and
«каменко*» among a million customers take 20 ms of CPU, with them 2 ms.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from emporion.kernel import rows

from . import ways
from .rules import Form, Question
from .types import Scope

MADE = {
    "sqlite": [
        """CREATE VIRTUAL TABLE search_text USING fts5(
            words, content='', detail=none, columnsize=0, prefix='2 3 4 5 6 7 8', tokenize="ascii tokenchars '#~+'")""",
    ],
    "postgresql": [
        # no key of id alone: the newest of a kind would be looked for on a walk through all that came after the kind
        "CREATE TABLE search_text (kind char(1), id bigint, words tsvector NOT NULL, PRIMARY KEY (kind, id))",
        "CREATE INDEX search_text_words ON search_text USING gin (words) WITH (fastupdate = off)",
        "ALTER TABLE search_text ALTER words SET STATISTICS 1000",
    ],
}
DROPPED = "DROP TABLE search_text"
PUT = """INSERT INTO search_text (id, kind, words)
    SELECT id, left(told, 1), array_to_tsvector(string_to_array(told, ' '))
    FROM unnest(%s::bigint[], %s::text[]) AS given (id, told)"""
TAKE_OUT = """DELETE FROM search_text text USING unnest(%s::char(1)[], %s::bigint[]) AS gone (kind, id)
    WHERE text.kind = gone.kind AND text.id = gone.id"""
FIND = (
    "SELECT entry.key FROM search_text JOIN search_entry entry ON entry.id = search_text.rowid"
    " WHERE search_text MATCH %s{scope} ORDER BY search_text.rowid DESC LIMIT %s"
)
# PostgreSQL is told the way (see ways.py). The function behind @@ is not what an index is asked by; of a question in
# a SELECT of its own the planner guesses nothing; OFFSET 0 keeps it from reading all entries for those of a few.
ENTRY = "CROSS JOIN LATERAL (SELECT * FROM search_entry WHERE search_entry.id = met.id OFFSET 0) AS entry"
NEWEST = f"""SELECT entry.key
    FROM (SELECT id, words FROM search_text WHERE kind = %s ORDER BY id DESC LIMIT %s) AS met {ENTRY}
    WHERE ts_match_vq(met.words, %s::tsquery){{scope}} ORDER BY met.id DESC LIMIT %s"""
LISTED = f"""SELECT entry.key
    FROM (SELECT id FROM search_text WHERE words @@ (SELECT %s::tsquery){{compared}} ORDER BY id DESC {{few}}) AS met
    {ENTRY} WHERE true{{scope}} ORDER BY met.id DESC LIMIT %s"""
SYNTAX = {"sqlite": ('"', "*", " OR ", " AND "), "postgresql": ("'", ":*", " | ", " & ")}
Written = Sequence[tuple[int, str, str]]  # id, letter of the kind, tokens


def put(told: Written) -> None:
    """Let things be found by their tokens."""
    texts = [(number, _lettered(letter, tokens)) for number, letter, tokens in told]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PUT, [list(column) for column in zip(*texts, strict=True)] if texts else [[], []])
        else:
            cursor.executemany("INSERT INTO search_text (rowid, words) VALUES (%s, %s)", texts)


def take_out(told: Written) -> None:
    """Let things be found no more; tokens are those they were put in with."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            letters, numbers = [letter for _, letter, _ in told], [number for number, _, _ in told]
            cursor.execute(TAKE_OUT, [letters, numbers])
        else:
            texts = [(number, _lettered(letter, tokens)) for number, letter, tokens in told]
            cursor.executemany("INSERT INTO search_text (search_text, rowid, words) VALUES ('delete', %s, %s)", texts)


def emptied() -> None:
    """Take everything out at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM search_text")
        else:
            cursor.execute("INSERT INTO search_text (search_text) VALUES ('delete-all')")


def overwrite_what_is_deleted() -> None:
    """SQLite leaves deleted bytes in its file unless told; PostgreSQL's vacuum frees the rows of the past."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def merged(pages: int) -> bool:
    """Let SQLite write so many pages of the lists anew, without what was taken out; whether there is more to do.

    Below nothing it begins with everything. Two changed rows are those of the request itself.
    """
    if connection.vendor != "sqlite":
        return False
    overwrite_what_is_deleted()
    [(before,)] = rows.fetch("SELECT total_changes()")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_text (search_text, rank) VALUES ('merge', %s)", [pages])
    [(after,)] = rows.fetch("SELECT total_changes()")
    return bool(after - before > 1)


def keys(letter: str, question: Question, scope: Scope, limit: int) -> list[str]:
    """The newest things of a kind to which every clause of the question leads."""
    if not question or not all(question):
        return []
    if connection.vendor == "postgresql":
        return _keys_of_postgresql(letter, question, scope, limit)
    narrowed, places = _within(scope)
    return [row[0] for row in rows.fetch(FIND.format(scope=narrowed), [_together(letter, question), *places, limit])]


def _keys_of_postgresql(letter: str, question: Question, scope: Scope, limit: int) -> list[str]:
    narrowed, places = _within(scope)
    way = ways.way(letter, question, ways.known(), limit)
    if way.newest:
        asked = [letter, way.newest, _together(letter, question), *places, limit]
        found = rows.fetch(NEWEST.format(scope=narrowed), asked)
        if len(found) >= limit:
            return [row[0] for row in found]
    compared = " AND ts_match_vq(words, %s::tsquery)" if way.compared else ""
    few = "OFFSET 0" if narrowed else "LIMIT %s"  # whose entries are read
    asked = [_together(letter, way.listed), *([_together(letter, way.compared)] if compared else [])]
    asked += [*(() if narrowed else [limit]), *places, limit]
    sql = LISTED.format(compared=compared, few=few, scope=narrowed)
    return [row[0] for row in rows.fetch(sql, asked)]


def _together(letter: str, question: Question) -> str:
    """The question as the database reads it; tokens hold letters, digits and our three signs, so nothing is quoted."""
    quote, beginning, either, both = SYNTAX[connection.vendor]

    def said(form: Form) -> str:
        return f"{quote}{letter}{form.token}{quote}{beginning if form.open else ''}"

    return both.join(f"({either.join(map(said, clause))})" for clause in question)


def _within(scope: Scope) -> tuple[str, list[int]]:
    sql, places = "", list[int]()
    for column, seen in (("firm", scope.firms), ("shop", scope.shops), ("warehouse", scope.warehouses)):
        if seen is not None:
            sql += f" AND entry.{column} IN ({rows.holes(len(seen)) or 'NULL'})"
            places += sorted(seen)
    return sql, places


def _lettered(letter: str, tokens: str) -> str:
    return " ".join(letter + token for token in tokens.split(" ")) if tokens else letter

"""A database by its address: SQLite inside the program, PostgreSQL by one setting."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

# Readers never wait for the writer (WAL) and a power cut loses at most the last moment (NORMAL). Without
# recursive_triggers INSERT OR REPLACE would slip past the triggers that keep facts and entries from being deleted.
# The page cache is a connection's own and a web process has up to 64 of them: 8 MB each is enough.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-8000",
)
# Rows lie on disks without arms, mostly in memory: a page out of turn costs little more than the next one. With the
# default of 4 the cost of 500 orders is read by a walk through all entries (200 ms for 40). What is compiled before it
# runs pays for itself in queries of seconds; a page has none.
PLANNER = "-c random_page_cost=1.1 -c jit=off"


def database(url: str) -> dict[str, Any]:
    """Django's words for `sqlite:///file`, `sqlite:////full/path` or `postgresql://user:password@host:port/name`.

    A PostgreSQL behind a socket is `postgresql://user@/name?host=/folder/of/the/socket`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(parts)
    if parts.scheme in {"postgresql", "postgres"}:
        return postgresql(parts)
    raise ValueError(
        f"DATABASE_URL must begin with sqlite:// or postgresql://, not with {parts.scheme or 'nothing'}://"
    )


def sqlite(parts: SplitResult) -> dict[str, Any]:
    """A file. A transaction takes the write lock at its start: upgrading a read lock later fails at once as locked."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path).removeprefix("/") or ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "; ".join(PRAGMAS)},
        "CONN_MAX_AGE": None,
    }


def postgresql(parts: SplitResult) -> dict[str, Any]:
    """A server, reached by TCP or by a socket; connections are kept for a minute and asked whether they still live."""
    given = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    given["options"] = f"{PLANNER} {given.get('options', '')}".strip()  # one's own words come last and stand
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path).removeprefix("/"),
        "USER": unquote(parts.username or given.pop("user", "")),
        "PASSWORD": unquote(parts.password or given.pop("password", "")),
        "HOST": parts.hostname or given.pop("host", ""),
        "PORT": str(parts.port or given.pop("port", "")),
        "OPTIONS": given,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }

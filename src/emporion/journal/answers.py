"""Answers and events as JSON text and back to their types: scalars, tuples, frozen dataclasses, dates."""

from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter


def to_json(value: Any) -> str:
    """What is stored."""
    return orjson.dumps(value).decode()


def from_json(kind: Any, text: str) -> Any:
    """The stored value as its declared type again; refuses what does not fit with pydantic's ValidationError."""
    return _adapter(kind).validate_json(text)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)

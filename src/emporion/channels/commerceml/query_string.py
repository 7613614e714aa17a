"""What 1C writes behind the question mark, oddities and all."""

from urllib.parse import unquote_to_bytes


def parameters(query: str) -> dict[str, str]:
    """Parameters by lower-case name. A second `?` separates like `&`; `&amp;` is `&`; names are not always encoded.

    1C glues the query to the address that a person typed, so an address with a `?` of its own has two. What 1C says
    itself stands behind the last one and counts; what was pasted with the address fills in.
    """
    found: dict[str, str] = {}
    for part in reversed(query.replace("&amp;", "&").split("?")):
        for pair in part.split("&"):
            name, sign, value = pair.partition("=")
            if sign and name:
                found.setdefault(_text(name).strip().lower(), _text(value).strip())
    return found


def has_two_marks(query: str) -> bool:
    """Whether the address that a person typed has a `?` of its own."""
    return "?" in query


def _text(raw: str) -> str:
    """UTF-8, else windows-1251; a WSGI server hands raw bytes over as Latin-1."""
    data = unquote_to_bytes(raw.replace("+", " ").encode("latin-1", "replace"))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace")

"""Keys that come from outside and may be of any length, in columns that are not."""

import hashlib


def fitting(key: str, limit: int) -> str:
    """The key itself, or its beginning and its hash where it is too long: two keys never become one."""
    if len(key) <= limit:
        return key
    return f"{key[: limit - 65]}:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"

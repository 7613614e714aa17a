"""Tokens of talks: the table keeps their hash, so that a copy of the database opens no talk."""

import hashlib


def token_hash(token: str) -> str:
    """What is stored and looked up; a random token needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

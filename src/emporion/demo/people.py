"""The staff of the demonstration: one person for each role, who signs in by an address that says which."""


def email_of(role: str) -> str:
    """How a role of the demonstration signs in."""
    return f"{role}@demo.example"

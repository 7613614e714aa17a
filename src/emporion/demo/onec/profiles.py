"""How the editions of 1C differ at the wire: one value object per edition, so that another one is data and not code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """The habits of one edition. Seconds where a number is a time."""

    name: str
    schema_version: str
    namespace: str
    user_agent: str
    default_path: str  # added when the user typed a host only
    timeout_seconds: float
    progress_pause_seconds: float  # between two imports of the same file
    init_lines: frozenset[int]  # how many lines of an init answer are accepted
    order_starts: tuple[bytes, ...]  # what an answer to query may begin with
    order_number_column: int  # width of the column in which loaded orders are looked up


UT11 = Profile(
    name="UT 11",
    schema_version="2.07",
    namespace="urn:1C.ru:commerceml_2",
    user_agent="1C+Enterprise/8.3",
    default_path="/bitrix/admin/1c_exchange.php",
    timeout_seconds=180,
    progress_pause_seconds=0,
    init_lines=frozenset({2}),
    order_starts=(b"<?xml", b"PK"),
    order_number_column=11,
)

"""What an exchange brought about, for the person who started it."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class CatalogReport:
    """What a catalog exchange sent; a portion is a talk of its own, except with the module of 1C-Bitrix."""

    portions: int = 0
    goods: int = 0  # cards sent
    changes: int = 0  # offers sent with price or stock only
    files: int = 0
    pictures: int = 0
    sent_bytes: int = 0
    progress: int = 0  # how often the site asked for patience
    attempts: int = 0  # uploads begun; more than portions where some were begun again
    deactivated: bool = False  # the explicit end of a full export was said
    completed: bool = False


@dataclass(slots=True)
class OrdersReport:
    """What an order exchange fetched and answered: the site's numbers."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    told_success: bool = False
    queries: int = 0
    made_goods: list[str] = field(default_factory=list)  # names 1C did not know: it made new goods of them
    made_variants: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)  # card payments of the site, by its numbers
    files: int = 0
    attempts: int = 0

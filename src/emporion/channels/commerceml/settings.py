"""What a CommerceML connection is told by a person; the settings form is drawn from this."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

KIND = "commerceml"
StatusAct = Literal["none", "paid", "shipped", "cancelled"]
USUAL_WORDS: dict[str, StatusAct] = {  # seen in real answers
    **dict.fromkeys(("новый", "принят", "несогласован", "подтвержден", "вработе", "выполняется"), "none"),
    "оплачен": "paid",
    **dict.fromkeys(("отгружен", "доставляется", "доставлен", "выполнен", "закрыт"), "shipped"),
    **dict.fromkeys(("отменен", "отказ", "аннулирован"), "cancelled"),
}


def bare(word: str) -> str:
    """A status word as it is compared: «Не согласован» is «несогласован», and ё is е."""
    return "".join(word.split()).casefold().replace("ё", "е")


class Settings(BaseModel):
    """Settings of one 1C base. firm owns the warehouses it brings; shop is whose orders it takes.

    order_prefix stands before the numbers that orders bear in 1C. firm_name, warehouse_name, agreement_name and
    price_type_name are what 1C calls them; orders name them, since 1C looks them up by their exact names.
    status_words: what a status of 1C means here, by its word or code without blanks and capitals.

    orders_per_query: at most so many orders an answer, the rest with the next query; 0 sets no limit. A talk that named
    a version at init asks again until an answer is empty, and is given orders_per_portion at a time.

    time_zone is where the base's clock stands: its files say times without a zone. zip: archives are taken.
    import_left_after_minutes: complete files that 1C never asks to import are imported by themselves so long after
    they came; 0 leaves them to a person. bitrix_answers: checkauth tells sessid and timestamp, as Bitrix does.
    absent: goods that a full export left out are kept, asked about or hidden, and asked about all the same when they
    are more than absent_limit_percent of the catalog. renumbered_percent: a file is stopped when so many of its unknown
    goods look like goods that are here under other keys; 0 never stops one. price_jump_times: a price of more than so
    many times the one that stands, or of less than that part of it, waits for a look; 0 lets all through.
    holds_zero_prices: so does one that becomes 0. price_per_unit: a price per pack is divided by its Коэффициент.
    is_simulated: the other end is a simulated 1C; it gets the orders that a demonstration invents, and no others.
    totals_warehouse: our warehouse in which stock lies that is told without one, 0 while nobody has said it.
    heard_every_minutes: how often 1C comes by its own timetable; after twice that without a word Today says so.
    checklist: open until a person has said what of the first catalog is sold, at which prices and from where.
    """

    model_config = ConfigDict(extra="ignore")

    firm: int
    shop: str = ""
    orders_from: datetime | None = None
    currency: str = Field(default="RUB", min_length=3, max_length=3)
    time_zone: str = "Europe/Moscow"
    excludes_reserves: bool = False
    totals_warehouse: int = 0
    file_limit: int = Field(default=50 * 1024 * 1024, ge=0)
    orders_per_query: int = Field(default=0, ge=0)
    orders_per_portion: int = Field(default=100, ge=1, le=1000)
    schema_version: str = "2.07"
    encoding: str = "utf-8"
    order_prefix: str = Field(default="", max_length=5)
    firm_name: str = Field(default="", max_length=255)
    warehouse_name: str = Field(default="", max_length=255)
    agreement_name: str = Field(default="", max_length=255)
    price_type_name: str = Field(default="", max_length=255)
    status_words: dict[str, StatusAct] = Field(default_factory=lambda: dict(USUAL_WORDS))
    zip: bool = True
    import_left_after_minutes: int = Field(default=0, ge=0)
    bitrix_answers: bool = False
    checklist: Literal["open", "answered"] = "answered"
    absent: Literal["keep", "ask", "hide"] = "ask"
    absent_limit_percent: int = Field(default=20, ge=0, le=100)
    renumbered_percent: int = Field(default=20, ge=0, le=100)
    price_jump_times: int = Field(default=3, ge=0, le=1000)
    holds_zero_prices: bool = True
    price_per_unit: bool = True
    is_simulated: bool = False
    heard_every_minutes: int = Field(default=1440, ge=0, le=10080)
    wait_seconds: float = Field(default=20, gt=0, le=60)

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        """Refuse a zone that nobody knows."""
        ZoneInfo(name)
        return name

    @field_validator("status_words", mode="before")
    @classmethod
    def bare_words(cls, words: dict[str, StatusAct]) -> dict[str, StatusAct]:
        """Words are kept as a person wrote them and compared without blanks and capitals."""
        return {bare(word): act for word, act in words.items()}

    def act_of(self, *words: str | None) -> StatusAct | None:
        """What the first known of these words or codes means; None when nobody knows any of them."""
        spoken = (bare(word) for word in words if word)
        return next((self.status_words[word] for word in spoken if word in self.status_words), None)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the base's clock."""
        return ZoneInfo(self.time_zone)


class Secrets(BaseModel):
    """The login that 1C shows, and the hash of its password."""

    login: str
    password: str

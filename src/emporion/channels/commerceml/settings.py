"""What a CommerceML connection is told by a person; the settings form is drawn from this."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

KIND = "commerceml"


class Settings(BaseModel):
    """Settings of one 1C base. firm owns the warehouses it brings; shop is whose orders it takes."""

    model_config = ConfigDict(extra="ignore")

    firm: int
    shop: str = ""
    orders_from: datetime | None = None
    currency: str = Field(default="RUB", min_length=3, max_length=3)
    excludes_reserves: bool = False
    file_limit: int = Field(default=50 * 1024 * 1024, ge=0)
    orders_per_query: int = Field(default=100, ge=1, le=1000)
    schema_version: str = "2.07"
    encoding: str = "utf-8"
    wait_seconds: float = Field(default=20, gt=0, le=60)


class Secrets(BaseModel):
    """The login that 1C shows, and the hash of its password."""

    login: str
    password: str

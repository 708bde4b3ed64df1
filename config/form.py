"""What `default.toml` may hold, strictly: a slip in a site's own file must not go unnoticed."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Grams = Annotated[int, Field(ge=0, le=10_000_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=0, le=36_500)]
Priority = Annotated[int, Field(ge=1, le=9)]
Prefix = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,12}$")]
Gln = Annotated[str, StringConstraints(pattern=r"^([0-9]{13})?$")]
Clock = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")]
Code = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,32}$")]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,60}$")]


class Table(BaseModel):
    """A name that is not known is refused, and so is a value of another kind."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Gs1(Table):
    company_prefix: Prefix
    item_prefixes: Annotated[list[Prefix], Field(max_length=1000)]
    gln: Gln


class Receiving(Table):
    over_percent: Percent
    shelf_life_days: Days
    ask_weight: bool
    cross_dock: bool


class Putaway(Table):
    fill_percent: Percent


class Picking(Table):
    method: Literal["cluster", "batch"]
    orders_per_batch: Annotated[int, Field(ge=1, le=100)]
    orders_per_cluster: Annotated[int, Field(ge=1, le=100)]
    totes_per_cart: Annotated[int, Field(ge=1, le=100)]
    cart_weight_grams: Grams
    tote_weight_grams: Grams
    tote_volume_litres: Count
    zero_check: bool


class Planning(Table):
    walk_mm_per_second: Annotated[int, Field(ge=1, le=100_000)]
    pick_seconds: Annotated[int, Field(ge=0, le=3600)]
    walk_seconds: Annotated[int, Field(ge=0, le=36_000)]
    pack_seconds: Annotated[int, Field(ge=0, le=36_000)]


class Release(Table):
    mode: Literal["all", "flow", "waves"]
    lines_in_flight: Annotated[int, Field(ge=1, le=100_000)]


class WaveTemplate(Table):
    carriers: Annotated[list[Code], Field(max_length=100)] = []
    cut_off: Clock = ""
    max_orders: Annotated[int, Field(ge=1, le=1_000)]
    max_lines: Annotated[int, Field(ge=1, le=100_000)]
    method: Literal["savings", "single", "batch"] = "savings"


class Counting(Table):
    recount_by_another: bool
    limit_pieces: Count
    limit_percent: Percent
    adjust_pieces: Count
    daily_bins: Count
    daily_days: Days


class Working(Table):
    near_metres: Count
    count_priority: Priority
    short_priority: Priority
    putaway_priority: Priority


class Quality(Table):
    every_nth_order: Count
    first_orders: Count


class Packing(Table):
    weight_tolerance_grams: Count
    weight_tolerance_percent: Percent
    fill_percent: Percent
    ship_short: bool


Carrier = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,64}$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Disposition = Literal["restock", "hold", "scrap"]


class Shipping(Table):
    departs: Literal["lane", "load"]
    upload_label: list[Carrier]
    collected_at: dict[Carrier, TimeOfDay]


class Returns(Table):
    good: Disposition
    opened: Disposition
    damaged: Disposition
    wrong: Disposition


class Webhooks(Table):
    allow_private: bool
    connect_seconds: Annotated[int, Field(ge=1, le=60)]
    total_seconds: Annotated[int, Field(ge=1, le=120)]
    attempts: Annotated[int, Field(ge=1, le=50)]
    first_retry_seconds: Annotated[int, Field(ge=1, le=3_600)]
    longest_retry_seconds: Annotated[int, Field(ge=1, le=604_800)]
    old_secret_hours: Annotated[int, Field(ge=0, le=720)]


class Api(Table):
    calls_per_minute: Count
    calls_at_once: Annotated[int, Field(ge=1, le=1_000_000)]
    wrong_keys_per_minute: Count


def _network(text: str) -> str:
    try:
        ip_network(text, strict=False)
    except ValueError:
        raise PydanticCustomError("network", "is no address or network") from None
    return text


Network = Annotated[str, AfterValidator(_network)]
Token = Annotated[str, StringConstraints(pattern=r"^([\x21-\x7e]{16,128})?$")]


class Web(Table):
    streams: Annotated[int, Field(ge=0, le=1_000)]
    connections: Annotated[int, Field(ge=2, le=500)]
    trusted_proxies: list[Network]
    drain_seconds: Annotated[int, Field(ge=0, le=600)]


class Metrics(Table):
    token: Token


class Sender(Table):
    lines: Annotated[list[Line], Field(min_length=1, max_length=8)]


class Site(Table):
    """The whole file."""

    gs1: Gs1
    receiving: Receiving
    putaway: Putaway
    picking: Picking
    release: Release
    planning: Planning
    waves: dict[Code, WaveTemplate]
    counting: Counting
    work: Working
    quality: Quality
    packing: Packing
    shipping: Shipping
    returns: Returns
    webhooks: Webhooks
    api: Api
    sender: Sender
    web: Web
    metrics: Metrics


_REASONS: Mapping[str, str] = {
    "extra_forbidden": "is not known",
    "missing": "is missing",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": 'must be a text in "quotes"',
    "network": "must be an address or a network, such as 10.0.0.0/8",
    "list_type": 'must be a list of texts, ["like", "this"]',
    "dict_type": "must be a table, [like this]",
    "literal_error": "must be {expected}",
    "model_type": "must be a table, [like this]",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must hold at least {min_length}",
    "too_long": "must hold at most {max_length}",
}
_PATTERNS = {
    "token": 'must be 16 to 128 characters without spaces, or ""',
    "company_prefix": "must be 6 to 12 digits",
    "item_prefixes": "must be 6 to 12 digits",
    "gln": 'must be 13 digits, or ""',
    "cut_off": 'must be a time such as "16:00", or ""',
    "carriers": "must be 1 to 32 characters that can be printed",
    "waves": "must be named by 1 to 32 characters that can be printed",
    "lines": "must be 1 to 60 characters that can be printed",
    "upload_label": "must be the code of a carrier",
    "collected_at": 'must be a carrier and a time, as in SWIFT = "17:00"',
}


def faults(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (key, what is wrong with it in words) of merged settings; nothing when all is well."""
    try:
        Site.model_validate(dict(data))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return [(_key(e["loc"]), _reason(e)) for e in found]
    return []


def _key(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _reason(error: Any) -> str:
    if error["type"] == "string_pattern_mismatch":
        names = [part for part in error["loc"] if isinstance(part, str)]
        return next(words for name, words in _PATTERNS.items() if name in names)
    words = _REASONS.get(error["type"], "is wrong: " + str(error["msg"]))
    return words.format(**error.get("ctx", {}))

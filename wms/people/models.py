"""Who works, where they stand, whose stock it is."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Plain, Ref
from wms.people.scopes import ADMIN, KEY_ROLES

ROLES = ("worker", "supervisor", "admin")
KINDS = ("handheld", "bench")
LIMITS = ("zone", "work")


class Merchant(Base):
    """An owner of stock: a shop or seller whose goods lie here."""

    __tablename__ = "merchant"
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str]


class Worker(Base):
    """A person. The badge is a random token of which only the digest is kept."""

    __tablename__ = "worker"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)
    id: Mapped[Id]
    login: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8), default="en")
    badge_digest: Mapped[str] = mapped_column(String(64), unique=True)
    pin_hash: Mapped[str | None]
    password_hash: Mapped[str | None]
    failed_pins: Mapped[int] = mapped_column(default=0)
    pin_blocked_until: Mapped[Instant | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class Team(Base):
    """People who work together; what it is limited to stands in `TeamLimit`."""

    __tablename__ = "team"
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)


class TeamMember(Base):
    """A worker in a team; somebody in several may do what any of them may."""

    __tablename__ = "team_member"
    team_id: Mapped[Ref] = mapped_column(ForeignKey("team.id"), primary_key=True)
    worker_id: Mapped[Ref] = mapped_column(ForeignKey("worker.id"), primary_key=True, index=True)


class TeamLimit(Base):
    """A zone or a kind of work that a team may do; without any of a kind it may do all of it."""

    __tablename__ = "team_limit"
    __table_args__ = (CheckConstraint(f"kind IN {LIMITS}", name="kind"),)
    team_id: Mapped[Ref] = mapped_column(ForeignKey("team.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    value: Mapped[str] = mapped_column(String(16), primary_key=True)


class Station(Base):
    """A handheld or a bench: holds a revocable key, of which only the digest is kept."""

    __tablename__ = "station"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="kind"),)
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    revoked_at: Mapped[Instant | None]


class StationPairing(Base):
    """The code that pairs a station once; of it only the digest is kept. Wrong guesses are counted,
    and so many of them end it."""

    __tablename__ = "station_pairing"
    __table_args__ = (CheckConstraint("missed >= 0", name="missed"),)
    station_id: Mapped[Ref] = mapped_column(ForeignKey("station.id"), primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[Instant]
    missed: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[Instant | None]


class ApiKey(Base):
    """A key of another system. `merchant_id` narrows it to one merchant's goods and orders.

    `scopes`, apart by spaces, say what it may do; when empty its role does. `last_used_at` is
    true to an hour.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        UniqueConstraint("key_digest"),
        CheckConstraint(f"role IN {tuple(KEY_ROLES)}", name="role"),
    )
    id: Mapped[Id]
    name: Mapped[Code] = mapped_column(unique=True)
    key_digest: Mapped[str] = mapped_column(String(64))
    merchant_id: Mapped[Ref | None] = mapped_column(ForeignKey("merchant.id"))
    revoked_at: Mapped[Instant | None]
    role: Mapped[str] = mapped_column(String(16), default=ADMIN)
    scopes: Mapped[str] = mapped_column(String(1024), default="")
    last_used_at: Mapped[Instant | None]


class OfficeSession(Base):
    """Somebody who is signed in at the office pages; of the cookie's token only the digest is kept.
    `said` is what the next page tells them, such as why something was refused."""

    __tablename__ = "office_session"
    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    worker_id: Mapped[Ref] = mapped_column(ForeignKey("worker.id"), index=True)
    opened_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    said: Mapped[Plain | None]


class SignInMiss(Base):
    """Wrong passwords in a row, of a login (whether it exists or not) or from an address."""

    __tablename__ = "sign_in_miss"
    __table_args__ = (CheckConstraint("missed >= 0", name="missed"),)
    who: Mapped[str] = mapped_column(String(80), primary_key=True)
    missed: Mapped[int]
    blocked_until: Mapped[Instant | None]
    missed_at: Mapped[Instant]


class SavedView(Base):
    """How somebody likes to see a page: the query that narrows it, by a name of their own."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("worker_id", "page", "name"),)
    id: Mapped[Id]
    worker_id: Mapped[Ref] = mapped_column(ForeignKey("worker.id"))
    page: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(500))

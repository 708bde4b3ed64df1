"""Who carries parcels away, and from which lane."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Ref


class Carrier(Base):
    """A carrier and the lane where its parcels wait."""

    __tablename__ = "carrier"
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str]
    service: Mapped[str]
    lane_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))

"""Numbers that never repeat: the serials of SSCCs, one row a series."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, String, bindparam, insert, update
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base


class NumberSeries(Base):
    __tablename__ = "number_series"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


_NEXT = (
    update(NumberSeries)
    .where(NumberSeries.name == bindparam("series"))
    .values(last=NumberSeries.last + 1)
    .returning(NumberSeries.last)
)
_FIRST = insert(NumberSeries).values(last=0)


def draw(conn: Connection, series: str) -> int:
    """Return the next number of `series`, from 1. A rolled-back draw is drawn again."""
    number = conn.execute(_NEXT, {"series": series}).scalar()
    if number is None:
        conn.execute(_FIRST, {"name": series})
        number = conn.execute(_NEXT, {"series": series}).scalar_one()
    return number

"""On whose behalf another system speaks, and which merchants' goods it may name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.people import enroll
from wms.people.models import Merchant
from wms.text import T


@dataclass(frozen=True, slots=True)
class Scope:
    """`source` names the system in references; `merchant_id` None may speak for all merchants.

    `may_add_merchants` lets items bring new merchants with them, as files of the site may.
    """

    source: str
    merchant_id: int | None = None
    may_add_merchants: bool = False


def merchant(conn: Connection, scope: Scope, code: str, *, may_add: bool = False) -> int:
    """Return the id of the merchant `code`; without a code the scope's own.

    :raises Refused: unknown to this scope, or not said although it may speak for several.
    """
    if not code and scope.merchant_id is not None:
        return scope.merchant_id
    if not code:
        words = T("The merchant is not named")
        raise Refused("merchant.missing", words, T("Fill in merchant"), field="merchant")
    known = conn.execute(select(Merchant.id).where(Merchant.code == code)).scalar()
    if known is None and may_add and scope.may_add_merchants and scope.merchant_id is None:
        return enroll.merchant(conn, code=code)
    if known is None or scope.merchant_id not in (None, known):
        raise Refused(
            "merchant.unknown",
            T("{code} is no merchant here", code=shown(code)),
            T("Check the merchant's code; a new merchant begins with its items"),
            field="merchant",
        )
    return known

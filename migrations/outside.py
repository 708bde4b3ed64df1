"""The places outside the building: the ledger's other side, the same in every warehouse."""

from alembic import op

from wms.layout.models import OUTSIDE

_ZEROS = "'', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"


def create() -> None:
    """Insert SUPPLIER, CUSTOMER, SCRAP and COUNT with their fixed ids, none above 0."""
    for number, code in OUTSIDE.items():
        op.execute(
            "INSERT INTO location (id, code, kind, zone, aisle, bay, level, x_mm, y_mm, z_mm,"
            " length_mm, width_mm, height_mm, max_weight_grams, sequence)"
            f" VALUES ({number}, '{code}', 'outside', {_ZEROS})"
        )

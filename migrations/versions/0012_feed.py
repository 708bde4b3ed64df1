"""Which transaction wrote a move: commits overtake each other, so a feed needs more than its number.

On PostgreSQL the table is written anew once, and all moves that are there count as written by
this migration.

Revision 0012.
"""

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.Column(
        "transaction_id", db.BigId, nullable=False, server_default=db.CurrentTransaction()
    )
    op.add_column("stock_move", number)
    op.create_index("ix_stock_move_feed", "stock_move", ["transaction_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stock_move_feed", "stock_move")
    op.drop_column("stock_move", "transaction_id")

"""Keys of other systems with roles and scopes.

A key had every right (within its merchant's goods); those that exist keep that as `admin`. The
scopes that a key was given explicitly stand beside its role, apart by spaces as in OAuth; without
any, the role says what it may do. When a key was last used is kept coarsely, so that asking does
not mean writing.

Revision 0016.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ROLES = "'reader', 'shop', 'carrier', 'erp', 'admin'"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    instant = "DATETIME" if is_sqlite else "TIMESTAMP WITH TIME ZONE"
    op.execute(
        "ALTER TABLE api_key ADD COLUMN role VARCHAR(16) DEFAULT 'admin' NOT NULL"
        f" CONSTRAINT ck_api_key_role CHECK (role IN ({_ROLES}))"
    )
    op.execute("ALTER TABLE api_key ADD COLUMN scopes VARCHAR(1024) DEFAULT '' NOT NULL")
    op.execute(f"ALTER TABLE api_key ADD COLUMN last_used_at {instant}")


def downgrade() -> None:
    for column in ("last_used_at", "scopes", "role"):
        op.execute(f"ALTER TABLE api_key DROP COLUMN {column}")

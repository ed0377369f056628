"""conditions."""

import sqlalchemy as sa
from alembic import op

revision = "conditions"
down_revision = "calls3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conditions", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_column("conditions")

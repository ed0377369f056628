"""calls3."""

import sqlalchemy as sa
from alembic import op

revision = "calls3"
down_revision = "directory1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brings", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("expects", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cascade", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_column("judged")
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_column("cascade")
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_column("is_shared")
        batch_op.drop_column("expects")
        batch_op.drop_column("brings")

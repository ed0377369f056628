"""calls."""

import sqlalchemy as sa
from alembic import op

revision = "calls"
down_revision = "resources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_corrections_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_call_id"), "corrections", ["call_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_corrections_call_id"), table_name="corrections")
    op.drop_table("corrections")

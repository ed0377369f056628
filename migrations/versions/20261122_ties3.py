"""Shown ties."""

import sqlalchemy as sa
from alembic import op

revision = "ties3"
down_revision = "accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_ties",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_shown_ties_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_shown_ties")),
    )


def downgrade() -> None:
    op.drop_table("shown_ties")

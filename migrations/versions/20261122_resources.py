"""resources."""

import sqlalchemy as sa
from alembic import op

revision = "resources"
down_revision = "hires"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "needs",
        sa.Column("within_km", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=False),
        sa.Column("capability", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("details", sa.String(length=160), nullable=False),
        sa.Column("frame", sa.String(length=40), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_needs_quantity")),
        sa.CheckConstraint("within_km > 0", name=op.f("ck_needs_within_km")),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name=op.f("fk_needs_locality_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_needs_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_locality_id"), ["locality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_organisation_id"), ["organisation_id"], unique=False)

    op.add_column("offers", sa.Column("locality_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE offers SET locality_id ="
        " (SELECT locality_id FROM organisations WHERE organisations.id = offers.organisation_id)"
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.alter_column("locality_id", existing_type=sa.Integer(), nullable=False)
        batch_op.add_column(sa.Column("details", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("frame", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_offers_locality_id"), ["locality_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_offers_locality_id"), "localities", ["locality_id"], ["id"])
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.alter_column("details", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_offers_locality_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_offers_locality_id"))
        batch_op.drop_column("ended_on")
        batch_op.drop_column("frame")
        batch_op.drop_column("details")
        batch_op.drop_column("locality_id")

    op.drop_table("needs")

"""What a sheet says more: sites, full-time equivalents, where a count comes from, languages."""

import sqlalchemy as sa
from alembic import op

revision = "org"
down_revision = "after"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fte", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("counted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("count_basis", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("languages", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("locality_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["locality_id"], ["localities.id"], name=op.f("fk_sites_locality_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_sites_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_index(op.f("ix_sites_locality_id"), "sites", ["locality_id"], unique=False)
    op.create_index(op.f("ix_sites_organisation_id"), "sites", ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sites_organisation_id"), table_name="sites")
    op.drop_index(op.f("ix_sites_locality_id"), table_name="sites")
    op.drop_table("sites")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_column("languages")
        batch_op.drop_column("count_basis")
        batch_op.drop_column("counted_on")
        batch_op.drop_column("fte")

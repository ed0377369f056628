"""ties."""

import sqlalchemy as sa
from alembic import op

revision = "846c535e2681"
down_revision = "initial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("unconfirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_evidence_order")),
        sa.ForeignKeyConstraint(["first_id"], ["organisations.id"], name=op.f("fk_evidence_first_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_evidence_recorded_by_id")),
        sa.ForeignKeyConstraint(["second_id"], ["organisations.id"], name=op.f("fk_evidence_second_id")),
        sa.ForeignKeyConstraint(
            ["unconfirmed_by_id"], ["organisations.id"], name=op.f("fk_evidence_unconfirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("first_id", "second_id", "kind", "happened_on", "subject", name="uq_evidence_once"),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_second_id"), ["second_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_unconfirmed_by_id"), ["unconfirmed_by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_unconfirmed_by_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_second_id"))

    op.drop_table("evidence")

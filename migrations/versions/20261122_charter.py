"""Charters of groupements: versions, approvals, comments."""

import sqlalchemy as sa
from alembic import op

revision = "charter"
down_revision = "org"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("approve_by", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_charters_consortium_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charters")),
        sa.UniqueConstraint("consortium_id", name=op.f("uq_charters_consortium_id")),
    )
    op.create_table(
        "charter_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sections", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("benefits", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("terms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_charter_versions_author_id")),
        sa.ForeignKeyConstraint(["charter_id"], ["charters.id"], name=op.f("fk_charter_versions_charter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_versions")),
        sa.UniqueConstraint("charter_id", "number", name=op.f("uq_charter_versions_charter_id_number")),
    )
    op.create_table(
        "charter_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["users.id"], name=op.f("fk_charter_approvals_approved_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_charter_approvals_partner_id")),
        sa.ForeignKeyConstraint(["version_id"], ["charter_versions.id"], name=op.f("fk_charter_approvals_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_approvals")),
        sa.UniqueConstraint("version_id", "partner_id", name=op.f("uq_charter_approvals_version_id_partner_id")),
    )
    op.create_index(op.f("ix_charter_approvals_partner_id"), "charter_approvals", ["partner_id"])
    op.create_table(
        "charter_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_charter_comments_author_id")),
        sa.ForeignKeyConstraint(["charter_id"], ["charters.id"], name=op.f("fk_charter_comments_charter_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_charter_comments_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_comments")),
    )
    op.create_index(op.f("ix_charter_comments_author_id"), "charter_comments", ["author_id"])
    op.create_index(op.f("ix_charter_comments_charter_id"), "charter_comments", ["charter_id"])


def downgrade() -> None:
    for table in ("charter_comments", "charter_approvals", "charter_versions", "charters"):
        op.drop_table(table)

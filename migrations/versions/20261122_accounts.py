"""accounts."""

import sqlalchemy as sa
from alembic import op

revision = "accounts"
down_revision = "calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("totp_secret", sa.String(length=32), nullable=True))
    op.add_column("users", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("users", sa.Column("recovery_codes", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    op.add_column("memberships", sa.Column("reason", sa.String(length=300), nullable=False, server_default=""))
    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_login_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_login_sessions_key")),
    )
    op.create_index(op.f("ix_login_sessions_user_id"), "login_sessions", ["user_id"])
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_claims_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_claims_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("user_id", "organisation_id", name=op.f("uq_claims_user_id_organisation_id")),
    )
    op.create_index(op.f("ix_claims_organisation_id"), "claims", ["organisation_id"])
    op.create_table(
        "colleague_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_colleague_invitations_invited_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_colleague_invitations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_invitations")),
        sa.UniqueConstraint("organisation_id", "email", name=op.f("uq_colleague_invitations_organisation_id_email")),
    )
    op.create_index(op.f("ix_colleague_invitations_email"), "colleague_invitations", ["email"])


def downgrade() -> None:
    op.drop_table("colleague_invitations")
    op.drop_table("claims")
    op.drop_table("login_sessions")
    op.drop_column("memberships", "reason")
    for name in ("recovery_codes", "totp_step", "totp_secret"):
        op.drop_column("users", name)

"""hires."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "hires"
down_revision = "audits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "labour_parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_parameters")),
        sa.UniqueConstraint("key", "valid_from", name=op.f("uq_labour_parameters_key_valid_from")),
    )
    op.create_table(
        "demands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(length=4), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("open", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("must", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("can_host", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("half_days BETWEEN 1 AND 10", name=op.f("ck_demands_half_days")),
        sa.ForeignKeyConstraint(["federation_id"], ["organisations.id"], name=op.f("fk_demands_federation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_demands_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demands")),
    )
    with op.batch_alter_table("demands", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_demands_federation_id_profession"), ["federation_id", "profession"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_demands_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "post_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(length=4), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["federation_id"], ["organisations.id"], name=op.f("fk_post_searches_federation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_searches")),
        sa.UniqueConstraint("federation_id", "profession", name=op.f("uq_post_searches_federation_id_profession")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("proposal", sa.Integer(), nullable=True),
        sa.Column("profession", sa.String(length=4), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("engagement", sa.String(length=40), nullable=True),
        sa.Column("group_workers", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["federation_id"], ["organisations.id"], name=op.f("fk_posts_federation_id")),
        sa.ForeignKeyConstraint(["host_id"], ["organisations.id"], name=op.f("fk_posts_host_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_posts_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("run_id", "proposal", name=op.f("uq_posts_run_id_proposal")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posts_federation_id"), ["federation_id"], unique=False)

    op.create_table(
        "shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("earlier", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("awaits_decision", sa.Boolean(), nullable=False),
        sa.Column("calendar_edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_shares_answered_by_id")),
        sa.ForeignKeyConstraint(["demand_id"], ["demands.id"], name=op.f("fk_shares_demand_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_shares_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("post_id", "demand_id", name=op.f("uq_shares_post_id_demand_id")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_demand_id"), ["demand_id"], unique=False)
    op.bulk_insert(table, labour_parameters())


def labour_parameters() -> list[dict[str, Any]]:
    """The figures as they stood when they were last checked."""
    work = "Loi du 16 mars 1971 sur le travail"
    group = "Loi du 12 août 2000 portant des dispositions sociales, articles 186 à 193 ; loi du 5 mars 2017, articles 50 à 55"
    contracts = "Loi du 3 juillet 1978 relative aux contrats de travail, article 11bis"
    rows = [
        ("full_time_minutes", 2280, date(2003, 1, 1), f"{work}, article 19 ; loi du 10 août 2001, article 2"),
        ("shift_minutes", 180, date(1990, 1, 1), f"{work}, article 21"),
        ("part_time_floor_minutes", 760, date(1990, 1, 1), contracts),
        ("group_floor_minutes", 1140, date(2017, 2, 1), group),
        ("group_max_workers", 50, date(2017, 2, 1), group),
    ]
    columns = ("key", "value", "valid_from", "source")
    return [dict(zip(columns, row, strict=True)) | {"verified_on": date(2026, 11, 22)} for row in rows]


def downgrade() -> None:
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shares_demand_id"))

    op.drop_table("shares")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_federation_id"))

    op.drop_table("posts")
    op.drop_table("post_searches")
    with op.batch_alter_table("demands", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demands_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_demands_federation_id_profession"))

    op.drop_table("demands")
    op.drop_table("labour_parameters")

"""Shown ties, meetings and who was there, what one would do again."""

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
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["federation_id"], ["organisations.id"], name=op.f("fk_meetings_federation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint(
            "federation_id",
            "happens_on",
            "place",
            "title",
            name=op.f("uq_meetings_federation_id_happens_on_place_title"),
        ),
    )
    op.create_index(op.f("ix_meetings_happens_on"), "meetings", ["happens_on"])
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_attendances_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("meeting_id", "organisation_id", name=op.f("uq_attendances_meeting_id_organisation_id")),
    )
    op.create_index(op.f("ix_attendances_organisation_id"), "attendances", ["organisation_id"])
    op.create_table(
        "afterthoughts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_afterthoughts_organisation_id")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["organisations.id"], name=op.f("fk_afterthoughts_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_afterthoughts")),
        sa.UniqueConstraint(
            "organisation_id",
            "other_id",
            "kind",
            "subject",
            name=op.f("uq_afterthoughts_organisation_id_other_id_kind_subject"),
        ),
    )
    op.create_index(op.f("ix_afterthoughts_other_id"), "afterthoughts", ["other_id"])


def downgrade() -> None:
    op.drop_table("afterthoughts")
    op.drop_table("attendances")
    op.drop_table("meetings")
    op.drop_table("shown_ties")

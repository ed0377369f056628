"""Projects without a call, with needs and states of their own; kinds of calls, who is behind them; the rule of turns."""

import sqlalchemy as sa
from alembic import op

revision = "projects"
down_revision = "conditions"
branch_labels = None
depends_on = None

BACKERS = ("funder", "launcher", "decider")


def upgrade() -> None:
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("federation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sector", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("needs", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("state", sa.String(length=40), nullable=False, server_default="open"))
        batch_op.add_column(sa.Column("proposer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("federation_id", "sector"):
        op.execute(f"UPDATE projects SET {column} = (SELECT {column} FROM calls WHERE calls.id = projects.call_id)")
    op.execute("UPDATE projects SET changed_at = created_at")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.alter_column("federation_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("sector", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("call_id", existing_type=sa.Integer(), nullable=True)
        for column in ("federation_id", "proposer_id"):
            batch_op.create_index(batch_op.f(f"ix_projects_{column}"), [column], unique=False)
            batch_op.create_foreign_key(batch_op.f(f"fk_projects_{column}"), "organisations", [column], ["id"])
    op.create_table(
        "originators",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_originators_project_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_originators_organisation_id")),
        sa.PrimaryKeyConstraint("project_id", "organisation_id", name=op.f("pk_originators")),
    )
    op.create_index(op.f("ix_originators_organisation_id"), "originators", ["organisation_id"], unique=False)
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="projects"))
        for role in ("launcher", "decider"):
            batch_op.add_column(sa.Column(role, sa.String(length=160), nullable=False, server_default=""))
        for role in BACKERS:
            batch_op.add_column(sa.Column(f"{role}_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("calls", schema=None) as batch_op:
        for role in BACKERS:
            batch_op.create_foreign_key(batch_op.f(f"fk_calls_{role}_id"), "organisations", [f"{role}_id"], ["id"])
    op.create_table(
        "turn_rules",
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["federation_id"], ["organisations.id"], name=op.f("fk_turn_rules_federation_id")),
        sa.PrimaryKeyConstraint("federation_id", name=op.f("pk_turn_rules")),
    )


def downgrade() -> None:
    """Projects without a call cannot be kept: there must be none left."""
    op.drop_table("turn_rules")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        for role in BACKERS:
            batch_op.drop_constraint(batch_op.f(f"fk_calls_{role}_id"), type_="foreignkey")
            batch_op.drop_column(f"{role}_id")
        for column in ("launcher", "decider", "kind"):
            batch_op.drop_column(column)
    op.drop_index(op.f("ix_originators_organisation_id"), table_name="originators")
    op.drop_table("originators")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        for column in ("federation_id", "proposer_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_projects_{column}"), type_="foreignkey")
            batch_op.drop_index(batch_op.f(f"ix_projects_{column}"))
        batch_op.alter_column("call_id", existing_type=sa.Integer(), nullable=False)
        for column in ("federation_id", "sector", "needs", "state", "proposer_id", "reason", "changed_at"):
            batch_op.drop_column(column)

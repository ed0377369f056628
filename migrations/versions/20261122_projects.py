"""A project is carried by a federation, with needs of its own, and no longer needs a call."""

import sqlalchemy as sa
from alembic import op

revision = "projects"
down_revision = "conditions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("federation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sector", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("needs", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
    for column in ("federation_id", "sector"):
        op.execute(f"UPDATE projects SET {column} = (SELECT {column} FROM calls WHERE calls.id = projects.call_id)")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.alter_column("federation_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("sector", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("call_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f("ix_projects_federation_id"), ["federation_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_projects_federation_id"), "organisations", ["federation_id"], ["id"])


def downgrade() -> None:
    """Projects without a call cannot be kept: there must be none left."""
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_projects_federation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_projects_federation_id"))
        batch_op.alter_column("call_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("needs")
        batch_op.drop_column("sector")
        batch_op.drop_column("federation_id")

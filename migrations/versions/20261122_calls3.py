"""What is said of a project, what people judge, the jury, and who is invited next."""

import sqlalchemy as sa
from alembic import op

revision = "calls3"
down_revision = "directory1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brings", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("expects", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cascade", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
    op.create_table(
        "jurors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_jurors_call_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_jurors_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jurors")),
        sa.UniqueConstraint("call_id", "user_id", name=op.f("uq_jurors_call_id_user_id")),
    )
    op.create_index(op.f("ix_jurors_user_id"), "jurors", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_jurors_user_id"), table_name="jurors")
    op.drop_table("jurors")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_column("judged")
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_column("cascade")
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_column("is_shared")
        batch_op.drop_column("expects")
        batch_op.drop_column("brings")

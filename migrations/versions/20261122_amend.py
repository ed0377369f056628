"""Amendments of charters: refused or withdrawn; the call is among the terms of a version."""

import sqlalchemy as sa
from alembic import op

revision = "amend"
down_revision = "charter"
branch_labels = None
depends_on = None

VERSIONS = sa.table("charter_versions", sa.column("id"), sa.column("charter_id"), sa.column("terms", sa.JSON()))


def upgrade() -> None:
    with op.batch_alter_table("charter_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("refused_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("refusal", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_charter_versions_refused_by_id"), "partners", ["refused_by_id"], ["id"]
        )
    _set_calls(lambda terms, call: {**terms, "call": call})


def downgrade() -> None:
    _set_calls(lambda terms, _call: {name: value for name, value in terms.items() if name != "call"})
    with op.batch_alter_table("charter_versions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_charter_versions_refused_by_id"), type_="foreignkey")
        for column in ("dropped_at", "refused_by_id", "refusal"):
            batch_op.drop_column(column)


def _set_calls(change) -> None:
    """Change the terms of each version, given the call that its project answers now."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT v.id, calls.title, calls.kind FROM charter_versions v JOIN charters ON charters.id = v.charter_id "
            "JOIN consortia ON consortia.id = charters.consortium_id JOIN projects ON projects.id = consortia.project_id "
            "LEFT JOIN calls ON calls.id = projects.call_id"
        )
    )
    calls = {row.id: row.title and {"title": row.title, "is_market": row.kind != "projects"} for row in rows}
    for version in op.get_bind().execute(sa.select(VERSIONS.c.id, VERSIONS.c.terms)).all():
        terms = change(version.terms, calls[version.id])
        op.execute(VERSIONS.update().where(VERSIONS.c.id == version.id).values(terms=terms))

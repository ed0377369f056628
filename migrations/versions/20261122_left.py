"""Corrections say what they change; a charter knows its call by more than its title."""

import sqlalchemy as sa
from alembic import op

revision = "left"
down_revision = "sphere"
branch_labels = None
depends_on = None

VERSIONS = sa.table("charter_versions", sa.column("id"), sa.column("terms", sa.JSON()))


def upgrade() -> None:
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))
    _set_calls(lambda call, id_: {"id": id_, **call})


def downgrade() -> None:
    _set_calls(lambda call, _id: {name: value for name, value in call.items() if name != "id"})
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_column("changes")


def _set_calls(change) -> None:
    """Change the call in the terms of each version, given the id of the one of that title that its project answers."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT v.id, calls.id AS call_id, calls.title FROM charter_versions v "
            "JOIN charters ON charters.id = v.charter_id JOIN consortia ON consortia.id = charters.consortium_id "
            "JOIN projects ON projects.id = consortia.project_id LEFT JOIN calls ON calls.id = projects.call_id"
        )
    )
    answers = {row.id: (row.call_id, row.title) for row in rows}
    for version in op.get_bind().execute(sa.select(VERSIONS.c.id, VERSIONS.c.terms)).all():
        if call := version.terms.get("call"):
            call_id, title = answers[version.id]
            terms = {**version.terms, "call": change(call, call_id if title == call["title"] else None)}
            op.execute(VERSIONS.update().where(VERSIONS.c.id == version.id).values(terms=terms))

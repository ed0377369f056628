"""Localities know where they are on the unit sphere: the database orders by distance, as the crow flies."""

import sqlalchemy as sa
from alembic import op

from network.distance import unit_vector

revision = "sphere"
down_revision = "amend"
branch_labels = None
depends_on = None

LOCALITIES = sa.table("localities", *(sa.column(name) for name in ("id", "lat", "lon", "x", "y", "z")))


def upgrade() -> None:
    with op.batch_alter_table("localities", schema=None) as batch_op:
        for axis in "xyz":
            batch_op.add_column(sa.Column(axis, sa.Double(), nullable=False, server_default="0"))
    for row in op.get_bind().execute(sa.select(LOCALITIES)).all():
        point = dict(zip("xyz", unit_vector(row.lat, row.lon), strict=True))
        op.execute(LOCALITIES.update().where(LOCALITIES.c.id == row.id).values(**point))
    with op.batch_alter_table("localities", schema=None) as batch_op:
        for axis in "xyz":
            batch_op.alter_column(axis, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("localities", schema=None) as batch_op:
        for axis in "xyz":
            batch_op.drop_column(axis)

"""resources."""

revision = "resources"
down_revision = "hires"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

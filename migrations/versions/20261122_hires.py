"""hires."""

revision = "hires"
down_revision = "audits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

"""audits."""

revision = "audits"
down_revision = "846c535e2681"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

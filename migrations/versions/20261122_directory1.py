"""Members imported by their federation, contact people of organisations, saved searches."""

import sqlalchemy as sa
from alembic import op

revision = "directory1"
down_revision = "ties3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("ignored", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["organisations.id"], name=op.f("fk_organisation_imports_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_imports")),
    )
    op.create_index(op.f("ix_organisation_imports_federation_id"), "organisation_imports", ["federation_id"])
    op.create_table(
        "imported_organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["organisation_imports.id"], name=op.f("fk_imported_organisations_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_imported_organisations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_organisations")),
        sa.UniqueConstraint(
            "import_id", "organisation_id", name=op.f("uq_imported_organisations_import_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_imported_organisations_organisation_id"), "imported_organisations", ["organisation_id"])
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_contacts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_organisation_id"), "contacts", ["organisation_id"])
    op.create_index(op.f("ix_contacts_email"), "contacts", ["email"])
    op.create_table(
        "contact_accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_accesses_contact_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contact_accesses_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_accesses")),
    )
    op.create_index(op.f("ix_contact_accesses_contact_id"), "contact_accesses", ["contact_id"])
    op.create_index(op.f("ix_contact_accesses_user_id_at"), "contact_accesses", ["user_id", "at"])
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("filters", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_searches_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    op.create_index(op.f("ix_saved_searches_user_id"), "saved_searches", ["user_id"])
    op.create_index(op.f("ix_saved_searches_frequency_told_until"), "saved_searches", ["frequency", "told_until"])


def downgrade() -> None:
    op.drop_table("saved_searches")
    op.drop_table("contact_accesses")
    op.drop_table("contacts")
    op.drop_table("imported_organisations")
    op.drop_table("organisation_imports")

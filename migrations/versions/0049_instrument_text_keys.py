"""measures: a key that is checked after it was set"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Outside a transaction: a table in use stays in use while its rows are read. It may be said twice.
    with op.get_context().autocommit_block():
        op.execute(
            "-- squawk-ignore prefer-robust-stmts\n"
            "ALTER TABLE administrations VALIDATE CONSTRAINT fk_administrations_instrument_text_id"
        )

"""series: the parts of a lineage are found by keys that are checked after they were set"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_COLUMNS = {"lineage_id": "ix_series_lineage", "predecessor_id": "ix_series_predecessor"}


def upgrade() -> None:
    # Outside a transaction: a table in use stays in use while its rows are read. Each of these may be said twice.
    with op.get_context().autocommit_block():
        for column, index in _COLUMNS.items():
            op.execute(
                f"-- squawk-ignore prefer-robust-stmts\nALTER TABLE series VALIDATE CONSTRAINT fk_series_{column}"
            )
            # One that was begun and given up is there, unfit for use.
            op.drop_index(index, "series", postgresql_concurrently=True, if_exists=True)
            op.create_index(
                index, "series", ["organization_id", column], postgresql_concurrently=True, if_not_exists=True
            )

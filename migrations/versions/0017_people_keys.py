"""people: keys by which likely duplicates are found, and constraints that are checked after they were set"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_CHECKS = (
    ("participants", "ck_participants_status_before_merge"),
    ("care_relationships", "ck_care_relationships_reason"),
    ("care_relationships", "ck_care_relationships_expires"),
)
_KEYS = {
    "ix_participant_identifiers_value": ("participant_identifiers", ["organization_id", "value"]),
    "ix_participant_contact_ways_value_key": ("participant_contact_ways", ["organization_id", "value_key"]),
}


def upgrade() -> None:
    # Outside a transaction: a table in use stays in use while its rows are read. Each of these may be said twice.
    with op.get_context().autocommit_block():
        for table, name in _CHECKS:
            op.execute(f"-- squawk-ignore prefer-robust-stmts\nALTER TABLE {table} VALIDATE CONSTRAINT {name}")
        for name, (table, columns) in _KEYS.items():
            # One that was begun and given up is there, unfit for use.
            op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
            op.create_index(name, table, columns, postgresql_concurrently=True, if_not_exists=True)

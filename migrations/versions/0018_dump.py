"""The maintenance role may dump: it reads every table, and now where the sequences stand"""

from alembic import op
from handrail.core.tenancy import MAINTENANCE

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SEQUENCES = (
    "instance_audit_sequence",
    "pgqueuer_id_seq",
    "pgqueuer_log_id_seq",
    "pgqueuer_schedules_id_seq",
    "pgqueuer_statistics_id_seq",
)


def upgrade() -> None:
    op.execute(f"GRANT SELECT ON SEQUENCE {', '.join(SEQUENCES)} TO {MAINTENANCE}")

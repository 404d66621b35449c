"""a week on call has an hour more where the clocks go back"""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Every row there is holds to it: it allows more than the rule before.
    op.execute("-- squawk-ignore ban-drop-constraint\nALTER TABLE on_call_shifts DROP CONSTRAINT ck_on_call_shifts_times")
    op.execute(
        "ALTER TABLE on_call_shifts ADD CONSTRAINT ck_on_call_shifts_times"
        " CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '7 days 01:00') NOT VALID"
    )

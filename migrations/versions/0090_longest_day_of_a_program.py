"""how long a program's day may last in a week in which closures take others"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programs", sa.Column("longest_day_minutes", sa.Integer(), nullable=True))
    # Every row there is holds to it: none has a longest day yet.
    op.execute(
        "ALTER TABLE programs ADD CONSTRAINT ck_programs_longest_day_minutes"
        " CHECK (longest_day_minutes BETWEEN minutes_per_day AND 480) NOT VALID"
    )

"""policies: the tenant is read once a statement, not once for every row or inner look-up"""

from alembic import op
from handrail.core.tenancy import CURRENT_TENANT

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One table after the other, each in a transaction of its own: people at work wait for none longer than a moment.
    with op.get_context().autocommit_block():
        op.execute(
            f"""
            DO $$
            DECLARE guarded regclass;
            BEGIN
                FOR guarded IN SELECT polrelid::regclass FROM pg_policy WHERE polname = 'tenant' ORDER BY 1 LOOP
                    EXECUTE format('ALTER POLICY tenant ON %s USING ({CURRENT_TENANT.replace("'", "''")})'
                        ' WITH CHECK ({CURRENT_TENANT.replace("'", "''")})', guarded);
                    COMMIT;
                END LOOP;
            END $$
            """
        )

from datetime import datetime

from pydantic import Field

from handrail.core.schemas import Output


class DowntimeNights(Output):
    """How the nightly pages stand, for whoever will need them."""

    looked_at: datetime | None = Field(description="When the folder was last tried, every hour; null: none is set.")
    failing_since: datetime | None

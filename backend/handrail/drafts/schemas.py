from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from handrail.core.ids import DraftId
from handrail.core.schemas import Input, VersionedOutput


class DraftSave(Input):
    """The whole form as it stands."""

    content: dict[str, Any] = Field(max_length=100, examples=[{"topic": "Opposite action", "minutes": 90}])


class DraftRead(VersionedOutput):
    """A kept form."""

    id: DraftId
    form: str
    subject_id: UUID
    content: dict[str, Any]
    saved_at: datetime

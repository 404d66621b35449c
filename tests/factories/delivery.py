"""What sessions delivered, for tests."""

from typing import Any

from handrail.modalities.models import Modality


def entry(modality: Modality, *, minutes: int = 90, **values: Any) -> dict[str, Any]:
    """The body of one entry for the whole group."""
    return {"modality_id": str(modality.id), "minutes": minutes, **values}

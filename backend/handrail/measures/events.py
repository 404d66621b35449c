"""What happens to measures that later slices follow, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from handrail.core.ids import EpisodeId


@dataclass(frozen=True)
class ScoresChanged:
    """A measure of an episode was handed in, corrected or taken back."""

    episode_id: EpisodeId
    at: datetime

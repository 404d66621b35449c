"""Where running episodes stand by each instrument they gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import EpisodeId
from handrail.episodes.models import Episode
from handrail.measures import catalogue
from handrail.measures.models import Administration
from handrail.measures.rules.definition import Instrument
from handrail.outcomes import queries, rules
from handrail.outcomes.models import TrackResponse
from handrail.outcomes.vocabulary import OffTrack


@dataclass(frozen=True)
class CourseOfEpisode:
    """One running episode by one version of an instrument."""

    episode: Episode
    instrument: Instrument
    given: Sequence[Administration]
    off_track: OffTrack | None
    responses: Sequence[TrackResponse]
    answered: bool

    @property
    def key(self) -> tuple[EpisodeId, str]:
        return self.episode.id, self.instrument.key


async def courses_of(db: AsyncSession, running: Sequence[tuple[Episode, date]]) -> list[CourseOfEpisode]:
    """Return what stands of each instrument in its newest version given; another version starts anew."""
    ids = [episode.id for episode, _ in running]
    given: dict[tuple[EpisodeId, str], dict[int, list[Administration]]] = {}
    for one in await queries.totals_of(db, ids):
        versions = given.setdefault((one.episode_id, one.instrument_key), {})
        versions.setdefault(one.instrument_version, []).append(one)
    responses: dict[tuple[EpisodeId, str], list[TrackResponse]] = {}
    for response in await queries.responses_of(db, ids):
        responses.setdefault((response.episode_id, response.instrument_key), []).append(response)
    todays = {episode.id: (episode, today) for episode, today in running}
    found = []
    for (episode_id, key), versions in sorted(given.items()):
        newest = max(versions)
        instrument = catalogue.instrument_of(key, newest)
        if instrument.total is None:
            continue
        episode, today = todays[episode_id]
        totals = [Fraction(one.total) for one in versions[newest] if one.total is not None]
        signal = rules.off_track(instrument, totals, half_over=_half_over(episode, today))
        done = responses.get((episode_id, key), [])
        answered = signal is not None and any(
            one.review_on >= today and rules.covers(one.off_track, signal) for one in done
        )
        found.append(CourseOfEpisode(episode, instrument, versions[newest], signal, done, answered))
    return found


def _half_over(episode: Episode, today: date) -> bool:
    assert episode.admitted_on is not None, "the episode runs"
    assert episode.planned_end_on is not None, "whoever is admitted has a plan"
    return today >= episode.admitted_on + (episode.planned_end_on - episode.admitted_on) / 2

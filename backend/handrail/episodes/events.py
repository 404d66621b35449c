"""What happened to an episode that later slices act on, in the same transaction."""

from dataclasses import dataclass
from datetime import date

from handrail.core.ids import EpisodeId, LeaveId, ParticipantId, ProgramId


@dataclass(frozen=True)
class EpisodeReferred:
    """Somebody was referred to a program: from that day its team may open the record."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    program_id: ProgramId


@dataclass(frozen=True)
class EpisodeAdmitted:
    """From `admitted_on` on the episode is active and can be booked."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    program_id: ProgramId
    admitted_on: date
    planned_end_on: date


@dataclass(frozen=True)
class EpisodeEnded:
    """`ended_on` is the last day of care: what is booked after it no longer holds."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    program_id: ProgramId
    ended_on: date


@dataclass(frozen=True)
class EpisodeReopened:
    """The end did not happen: what it cancelled from `ended_on` on may be booked again."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    program_id: ProgramId
    ended_on: date


@dataclass(frozen=True)
class LeaveStarted:
    """The participant is away on the days `[starts_on, back_on)`; without `back_on` until further notice."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    leave_id: LeaveId
    starts_on: date
    back_on: date | None


@dataclass(frozen=True)
class LeaveEnded:
    """The participant is back on `back_on`, or the leave was voided: its days from `back_on` on are expected."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    leave_id: LeaveId
    back_on: date


@dataclass(frozen=True)
class PayerChanged:
    """Somebody else pays from `from_on` on: how many may be in a group with the participant may be another number."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    from_on: date


@dataclass(frozen=True)
class PatternChanged:
    """Expected days from `from_on` on are others than before: another pattern, another planned end."""

    episode_id: EpisodeId
    participant_id: ParticipantId
    from_on: date

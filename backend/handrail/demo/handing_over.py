"""What the shifts of the demo clinic tell each other: one note that waits to be read, others that were."""

from datetime import timedelta

from handrail.core.clock import now
from handrail.demo import cast
from handrail.demo.at_work import Clinic, Json

KEPT = timedelta(days=6, hours=23)
"""Almost as long as a note may live: the clinic is built once a week."""


async def hand_over(clinic: Clinic) -> None:
    """Write the notes of the cast as their writers, and have them read by who has."""
    for note in cast.NOTES:
        new: Json = {"text": note.text, "urgency": note.urgency, "expires_at": (now() + KEPT).isoformat()}
        new["program_id"] = clinic.programs[note.program]["id"]
        if note.about is not None:
            new["participant_id"] = clinic.episodes[note.about]["participant_id"]
        written = await clinic.people[note.by].post("handoffs", new)
        for reader in note.read_by:
            await clinic.people[reader].post(f"handoffs/{written['id']}/acknowledge", {})

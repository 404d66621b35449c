"""What belongs to a person's whole record beyond the rows that hang on them by a foreign key.

A new table with health information that hangs on nobody has to be named here, or a test fails.
"""

from typing import Final

PERSON: Final = "participants"

SHARED: Final = {"deliveries": "session_id"}
"""What a whole group received, by the session: part of the record of everybody who was booked in it."""

MENTIONS: Final = {
    "changes": "t.participant_id = ANY({people}) OR t.entity_id = ANY({rows})",
    "audit_entries": "t.participant_ids && {people} AND NOT t.resource ^@ '/separations'",
    "fhir_sources": "t.target_id = ANY({people})",
}
"""Tables that name a person without a foreign key, and how. `rows` are the ids of all rows of the record."""

REFERENCES: Final[dict[str, frozenset[str] | None]] = {
    "programs": None,
    "cohorts": None,
    "sessions": None,
    "series": None,
    "locations": None,
    "rooms": None,
    "modalities": None,
    "staff_members": frozenset({"id", "display_name"}),
}
"""What rows of the record point to, so that it can be read alone; of staff, the name only."""

LEFT_OUT: Final = {
    "audit_entry_participants": "finds audit entries by person; the entries are in the record",
    "handoff_acknowledgements": "who has read a hand-off: the record's audit entries say it",
    "drafts": "typing that nobody has entered yet; dropped by itself after some days",
    "idempotency_records": "copies of answers, kept for a day",
    "login_sessions": "technical: when a browser was signed in",
    "api_tokens": "technical: keys of programs",
    "schedule_builds": "proposals of weeks; what of them was applied is in sessions and bookings",
    "separations": "who is kept apart from whom: whoever asks may be the one somebody is protected from",
    "calendar_feeds": "technical: keys of calendars; what they show is the bookings",
    "enrolments": "technical: one-time links",
    "request_counts": "technical: how often an app asked within a minute",
    "safety_request_counts": "technical: how often an app answered or reported within a minute",
}

WITHHELD: Final = {
    "break_glass_uses": frozenset({"reason", "explanation", "note"}),
    "audit_entries": frozenset({"break_glass_reason"}),
}
"""Columns whose words may speak of somebody else (45 CFR 164.524(a)(2)(v)), as in who saw a chart (ADR 9)."""

WITHHELD_ID: Final = "withheld"
"""Stands for the id of another participant."""

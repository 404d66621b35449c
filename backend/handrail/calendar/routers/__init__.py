"""All routes of the calendar."""

from typing import Final

from fastapi import APIRouter

from handrail.calendar.routers import bookings, closures, feeds, program_days, series, series_edits, sessions, slots

ROUTERS: Final[tuple[APIRouter, ...]] = (
    series.router,
    series_edits.router,
    slots.router,
    sessions.router,
    bookings.of_sessions,
    bookings.router,
    bookings.of_participants,
    program_days.router,
    closures.router,
    feeds.router,
)

"""All routes of the calendar."""

from typing import Final

from fastapi import APIRouter

from handrail.calendar.routers import bookings, program_days, series, sessions

ROUTERS: Final[tuple[APIRouter, ...]] = (
    series.router,
    sessions.router,
    bookings.of_sessions,
    bookings.router,
    bookings.of_participants,
    program_days.router,
)

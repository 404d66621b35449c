"""All routes about people."""

from typing import Final

from fastapi import APIRouter

from handrail.participants.routers import contact_attempts, contacts, duplicates, people, separations, suitable_hours

ROUTERS: Final[tuple[APIRouter, ...]] = (
    duplicates.router,  # before a person's: its paths would read as ids
    people.router,
    contacts.router,
    contact_attempts.router,
    suitable_hours.router,
    separations.router,
)

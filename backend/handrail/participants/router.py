"""All routes about people."""

from typing import Final

from fastapi import APIRouter

from handrail.participants.routers import contact_attempts, contacts, people, separations

ROUTERS: Final[tuple[APIRouter, ...]] = (
    people.router,
    contacts.router,
    contact_attempts.router,
    separations.router,
)

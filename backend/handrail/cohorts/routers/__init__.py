"""Routes of cohorts."""

from handrail.cohorts.routers import cohorts, memberships, waitlist

ROUTERS = (cohorts.router, memberships.router, waitlist.router)

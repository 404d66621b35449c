"""Routes of curricula."""

from handrail.curricula.routers import curricula, runs

ROUTERS = (curricula.templates_router, curricula.router, runs.of_cohorts, runs.router, runs.of_sessions)

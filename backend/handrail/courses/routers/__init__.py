"""Routes of courses and homework."""

from handrail.courses.routers import courses, homework

ROUTERS = (
    courses.of_participants,
    courses.of_episodes,
    courses.router,
    courses.targets,
    courses.entries,
    homework.of_participants,
    homework.router,
)

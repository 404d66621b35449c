"""What each slice brings to the app, in the order of dependence. A new slice adds its own lines here."""

from collections.abc import Mapping

from fastapi import APIRouter

from handrail.attendance import handlers as attendance_handlers
from handrail.attendance.routers import ledger as attendance_ledger
from handrail.attendance.routers import marks as attendance_marks
from handrail.attendance.routers import policies as attendance_policies
from handrail.break_glass import handlers as break_glass_handlers
from handrail.break_glass import router as break_glass
from handrail.break_glass.authenticator import with_broken_glass
from handrail.calendar import handlers as calendar_handlers
from handrail.calendar import jobs as calendar_jobs
from handrail.calendar import routers as calendar
from handrail.calendar.routers import feeds as calendar_feeds
from handrail.cohorts import handlers as cohorts_handlers
from handrail.cohorts import routers as cohorts
from handrail.core.access import Authenticator
from handrail.core.events import Handler
from handrail.core.idempotency import forget_old_answers
from handrail.core.jobs import JobHandler, LongJob, Periodic
from handrail.core.live import ACCESS, Followed
from handrail.core.settings import Settings
from handrail.courses import routers as courses
from handrail.curricula import routers as curricula
from handrail.delivery.routers import participants as delivery_participants
from handrail.delivery.routers import reports as delivery_reports
from handrail.delivery.routers import sessions as delivery_sessions
from handrail.diaries import routers as diaries
from handrail.drafts import router as drafts
from handrail.drafts.service import forget_old_drafts
from handrail.episodes import handlers as episodes_handlers
from handrail.episodes.routers import episodes, leaves, patterns, payers
from handrail.fhir import router as fhir
from handrail.files import router as files
from handrail.handoffs import router as handoffs
from handrail.identity.authenticator import SignIns
from handrail.identity.authenticator import authenticate as _authenticate
from handrail.identity.routers import accounts, auth, second_factor
from handrail.me import routers as me
from handrail.measures import handlers as measures_handlers
from handrail.measures import jobs as measures_jobs
from handrail.measures.routers import administrations as measures_given
from handrail.measures.routers import alerts as measures_alerts
from handrail.measures.routers import instruments as measures_instruments
from handrail.measures.routers import screens as measures_screens
from handrail.modalities import handlers as modalities_handlers
from handrail.modalities import router as modalities
from handrail.organizations.routers import closures, locations, organization, rooms, week_rules
from handrail.outcomes import handlers as outcomes_handlers
from handrail.outcomes import jobs as outcomes_jobs
from handrail.outcomes import router as outcomes_router
from handrail.participants import router as participants
from handrail.planning import jobs as planning_jobs
from handrail.planning import router as planning
from handrail.programs import router as programs
from handrail.reporting import (
    audit_router,
    downtime_jobs,
    downtime_router,
    huddle_router,
    live_router,
    merge_router,
    people_router,
)
from handrail.reporting import router as reporting
from handrail.reporting.live_schemas import ChangeKind
from handrail.staff.routers import credentials as staff_credentials
from handrail.staff.routers import hours as staff_hours
from handrail.staff.routers import people as staff
from handrail.tasks.routers import on_call, tasks
from handrail.waits import handlers as waits_handlers
from handrail.waits import jobs as waits_jobs
from handrail.waits import router as waits

authenticate: Authenticator = with_broken_glass(_authenticate)
SIGN_INS = SignIns()

ROUTERS: tuple[APIRouter, ...] = (
    organization.router,
    locations.router,
    rooms.router,
    closures.router,
    week_rules.router,
    auth.router,
    second_factor.router,
    accounts.router,
    staff.router,
    staff_credentials.router,
    staff_hours.router,
    drafts.router,
    programs.templates_router,
    programs.router,
    modalities.router,
    *participants.ROUTERS,
    files.of_participants,
    files.router,
    episodes.router,
    leaves.router,
    patterns.router,
    payers.router,
    tasks.router,
    on_call.router,
    *cohorts.ROUTERS,
    break_glass.records,
    break_glass.router,
    *calendar.ROUTERS,
    waits.of_sessions,
    waits.router,
    attendance_marks.router,
    attendance_ledger.episodes,
    attendance_ledger.participants,
    attendance_policies.of_programs,
    attendance_policies.of_episodes,
    planning.router,
    handoffs.router,
    handoffs.of_participants,
    delivery_sessions.router,
    delivery_participants.router,
    delivery_reports.of_programs,
    delivery_reports.router,
    *courses.ROUTERS,
    *curricula.ROUTERS,
    measures_instruments.router,
    measures_instruments.of_programs,
    measures_given.of_participants,
    measures_given.router,
    measures_screens.router,
    measures_alerts.of_participants,
    measures_alerts.router,
    *diaries.ROUTERS,
    *me.ROUTERS,
    outcomes_router.router,
    outcomes_router.off_track,
    outcomes_router.of_participants,
    reporting.today,
    reporting.week,
    reporting.rosters,
    live_router.router,
    huddle_router.router,
    downtime_router.router,
    downtime_router.nightly,
    people_router.router,
    audit_router.charts,
    audit_router.accounts,
    merge_router.router,
    fhir.router,
)

PUBLIC: tuple[APIRouter, ...] = (calendar_feeds.public,)
"""Outside the API: what is read by an address that is itself the credential."""

LARGE_BODIES = files.UPLOADS
"""Paths that take a file in their body."""

EVENT_HANDLERS: tuple[tuple[type, Handler], ...] = (
    *modalities_handlers.HANDLERS,
    *episodes_handlers.HANDLERS,
    *cohorts_handlers.HANDLERS,
    *break_glass_handlers.HANDLERS,
    *calendar_handlers.HANDLERS,
    *waits_handlers.HANDLERS,
    *attendance_handlers.HANDLERS,
    *measures_handlers.HANDLERS,
    *outcomes_handlers.HANDLERS,
)

FOLLOWED: Mapping[str, Followed] = {
    "attendance": Followed(ChangeKind.ATTENDANCE, "attendance:read", "session_id"),
    "bookings": Followed(ChangeKind.ATTENDANCE, "attendance:read", "session_id"),
    "deliveries": Followed(ChangeKind.ATTENDANCE, "attendance:read", "session_id"),
    "check_ins": Followed(ChangeKind.ATTENDANCE, "attendance:read", "session_id"),
    "sessions": Followed(ChangeKind.SCHEDULE, "schedule:read", "id"),
    "session_cohorts": Followed(ChangeKind.SCHEDULE, "schedule:read", "session_id"),
    "session_staff": Followed(ChangeKind.SCHEDULE, "schedule:read", "session_id"),
    "alerts": Followed(ChangeKind.ALERT, "alert:read"),
    "program_days": Followed(ChangeKind.SCHEDULE, "schedule:read"),
    "schedule_builds": Followed(ChangeKind.PLANNING, "schedule_build:read"),
    # Whose sign-in or rights end keeps no stream.
    "login_sessions": Followed(ACCESS, None, "account_id"),
    "api_tokens": Followed(ACCESS, None, "account_id"),
    "account_roles": Followed(ACCESS, None, "account_id"),
    "accounts": Followed(ACCESS, None, "id"),
}
"""Tables whose changes are told to streams, with the column that says which session, or whose account, it was."""

JOBS: dict[str, JobHandler | LongJob] = {**calendar_jobs.JOBS, **planning_jobs.JOBS}

PERIODIC: tuple[Periodic, ...] = (
    *calendar_jobs.PERIODIC,
    *waits_jobs.PERIODIC,
    *measures_jobs.PERIODIC,
    *outcomes_jobs.PERIODIC,
    *planning_jobs.PERIODIC,
    Periodic("core.forget_old_answers", "7 * * * *", forget_old_answers),
    Periodic("drafts.forget_old_drafts", "23 3 * * *", forget_old_drafts),
)


def periodic(settings: Settings) -> tuple[Periodic, ...]:
    """Return the timed work of this installation: what always runs, and what its settings ask for."""
    return (*PERIODIC, *downtime_jobs.periodic(settings.downtime_directory, settings.downtime_language))

"""Every dialog and drawer of the staff's app, and where axe looks at it.

A dialog that is new in the code has no row here, which fails `tests/contract/test_screens_are_looked_at.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Opened:
    """A button of a page opens it; its name in English and in Spanish, as expressions that it begins with."""

    file: str
    page: str
    english: str
    spanish: str


CHART = "/participants/{participant}"
STAFF = "/clinic/staff/{staff}"
OPENED = (
    Opened("account/devices", "/account", "Sign out everywhere", "Cerrar sesión en todas partes"),
    Opened("programs/staff-dialogs", "/programs/{program}", "Assign staff", "Asignar personal"),
    Opened("programs/staff-dialogs", "/programs/{program}", "End the assignment", "Terminar la asignación"),
    Opened("programs/active-dialog", "/programs/{program}", "Take nobody new", "No admitir a nadie nuevo"),
    Opened("programs/policy-dialog", "/programs/{program}", "Edit$", "Editar$"),
    Opened("curricula/curriculum-editor", "/programs/{program}", "New curriculum", "Temario nuevo"),
    Opened("measures/give-dialog", f"{CHART}?tab=measures", "Give a measure", "Hacer una medición"),
    Opened("measures/screen-dialog", f"{CHART}?tab=measures", "Enter a risk screen", "Anotar una evaluación"),
    Opened("alerts/alert-forms", f"{CHART}?tab=measures", "Raise an alert", "Dar una alerta"),
    Opened("courses/homework-panel", f"{CHART}?tab=therapies", "Give homework", "Dar una tarea"),
    Opened("contacts/contacts-tab", f"{CHART}?tab=contacts", "Add a way", "Añadir un medio"),
    Opened("record/listed-panel", f"{CHART}?tab=record", "Add a payer", "Añadir un pagador"),
    Opened("record/listed-panel", f"{CHART}?tab=record", "Take back ", "Retirar "),
    Opened("record/demographics-panel", f"{CHART}?tab=record", "Correct", "Corregir"),
    Opened("diaries/day-drawer", f"{CHART}?tab=diary", "Fill in a day", "Llenar un día"),
    Opened("cohorts/admit-dialog", "/cohorts/{cohort}", "Admit a person", "Incorporar a una persona"),
    Opened("cohorts/waitlist-dialogs", "/cohorts/{cohort}", "Add to waitlist", "Añadir a la lista"),
    Opened("curricula/follow-dialog", "/cohorts/{cohort}", "Follow a curriculum", "Seguir un temario"),
    Opened("clinic/places-page", "/clinic", "Add location", "Añadir sede"),
    Opened("clinic/staff-page", "/clinic?tab=staff", "Invite a person", "Invitar a una persona"),
    Opened("clinic/about-section", STAFF, "Edit file", "Editar expediente"),
    Opened("clinic/credentials-section", STAFF, "Add credential", "Añadir credencial"),
    Opened("clinic/grants-section", STAFF, "Grant a service", "Autorizar un servicio"),
    Opened("clinic/hours-section", STAFF, "Change hours", "Cambiar horario"),
    Opened("clinic/on-call-page", "/clinic?tab=on-call", "Add shift", "Agregar turno"),
    Opened("clinic/on-call-page", "/clinic?tab=on-call", "Remove, ", "Quitar, "),
)

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "app/shell": ("reached by the navigation that folds",),
    "app/leave-room-dialog": ("leaving room mode",),
    "account/authenticator-dialog": ("the picture of the key",),
    "account/proof-dialog": ("turning off",),
    "admission/step-drawer": ("Start an episode of care",),
    "alerts/alert-drawer": ("an alert",),
    "attendance/closing-dialog": ("closing",),
    "audit/use-dialog": ("review of an opened record",),
    "closures/closure-drawer": ("Close, delay or end early…",),
    "cohorts/cohort-actions": ("End cohort",),
    "cohorts/cohort-editor": ("Edit cohort",),
    "contacts/attempts-panel": ("Note a try",),
    "courses/courses-panel": ("Start a course", "course"),
    "courses/note-dialog": ("Note",),
    "courses/target-dialog": ("Add a target",),
    "delivery/delivery-editor": ("delivery",),
    "diaries/chains-panel": ("Write a chain analysis",),
    "diaries/setting-dialog": ("Set the card",),
    "diaries/target-dialogs": ("Add a target",),
    "handoffs/write-dialog": ("writing a hand-off",),
    "intake/ask-dialog": ("the question whether somebody is known already",),
    "measures/answers-dialog": ("answers of a measure",),
    "palette/palette": ("palette",),
    "programs/instruments-dialog": ("instruments",),
    "programs/schedule-dialog": ("Edit measures",),
    "record/former-names-panel": ("Add a former name",),
    "record/listed-panel": ("Add a number",),
    "record/merge-panel": ("two records compared",),
    "restricted/break-glass-dialog": ("the reason for opening it",),
    "sessions/cancel-dialog": ("cancel",),
    "sessions/create-drawer": ("add",),
    "sessions/move-dialog": ("move",),
    "sessions/session-drawer": ("session",),
    "tasks/add-task-dialog": ("Add a task",),
}
"""What other tests of this folder open, by the names of their rows."""

BY_HAND: dict[str, int] = {
    "account/proof-dialog": 1,
    "app/routes/today-route": 1,
    "attendance/outbox-dialog": 1,
    "attendance/outbox-notice": 1,
    "chart/make-ups-dialog": 1,
    "clinic/grants-section": 1,
    "clinic/roles-section": 5,
    "closures/remove-dialog": 1,
    "cohorts/cohort-actions": 1,
    "cohorts/end-dialog": 1,
    "cohorts/move-dialog": 1,
    "cohorts/waitlist-dialogs": 2,
    "contacts/access-panel": 2,
    "contacts/attempts-panel": 1,
    "courses/dialogs": 3,
    "courses/homework-panel": 1,
    "curricula/end-dialog": 1,
    "curricula/session-topic": 1,
    "diaries/chains-panel": 1,
    "diaries/target-dialogs": 1,
    "identity/account-popover": 1,
    "identity/renewal-dialog": 1,
    "measures/plan-versions": 1,
    "measures/respond-dialog": 1,
    "measures/safety-plan-panel": 1,
    "measures/void-screen-dialog": 1,
    "planning/applied": 1,
    "restricted/restricted-search": 1,
    "sessions/series-edit-drawer": 1,
    "tasks/task-dialogs": 2,
    "ui/leave-guard": 1,
}
"""How many dialogs of a file `make dialogs` or a person looks at. A number here only becomes smaller."""

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
)

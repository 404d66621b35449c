"""What the list of who looked says in everyday words, in the languages of the web app."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from handrail.core.kind_words import Language
from handrail.core.vocabulary import Role


@dataclass(frozen=True)
class Wording:
    """A language's words for one list."""

    headings: tuple[str, ...]
    results: Mapping[str, str]
    roles: Mapping[str, str]
    actions: Mapping[str, str]
    system: str
    yes: str
    no: str

    def role(self, code: str) -> str:
        """Return what a role is called; one of another day, whose name is not known any more, is spelled out."""
        return self.roles.get(code) or spelled_out(code)

    def action(self, code: str) -> str:
        """Return what an operation is called, as the audit page says it."""
        return self.actions.get(code) or spelled_out(code)


def spelled_out(code: str) -> str:
    """Return a code that no text names as words."""
    return code.replace("_", " ").capitalize()


_ROLES_ES: Final[Mapping[str, str]] = {
    Role.ADMINISTRATOR: "Administración",
    Role.PROGRAM_DIRECTOR: "Dirección del programa",
    Role.THERAPIST: "Terapeuta",
    Role.SUPERVISOR: "Supervisión",
    Role.INTERN: "En prácticas",
    Role.PSYCHIATRIC_PROVIDER: "Psiquiatría",
    Role.NURSE: "Enfermería",
    Role.PEER_SPECIALIST: "Especialista par",
    Role.TECHNICIAN: "Personal técnico",
    Role.INTAKE_COORDINATOR: "Admisiones",
    Role.FRONT_DESK: "Recepción",
    Role.UTILIZATION_REVIEWER: "Revisión de utilización",
    Role.BILLER: "Facturación",
    Role.AUDITOR: "Auditoría",
    Role.PARTICIPANT: "Participante",
}


@cache
def wording(language: Language) -> Wording:
    """Return the words of a language."""
    file = resources.files("handrail.reporting").joinpath("data", "operations.json")
    actions: Mapping[str, str] = json.loads(file.read_text("utf-8"))[language]
    if language == "es":
        return Wording(
            headings=("Cuándo", "Quién", "Función", "Qué hizo", "Resultado", "Expediente por consumo de sustancias"),
            results={
                "success": "Hecho",
                "not_modified": "Vio de nuevo, sin cambios",
                "refused": "No permitido",
                "failed": "No funcionó",
            },
            roles=_ROLES_ES,
            actions=actions,
            system="El sistema",
            yes="Sí",
            no="No",
        )
    return Wording(
        headings=("When", "Who", "Role", "What they did", "Result", "Substance use record"),
        results={
            "success": "Done",
            "not_modified": "Looked again, nothing had changed",
            "refused": "Not allowed",
            "failed": "Did not work",
        },
        roles={role: spelled_out(role) for role in Role},
        actions=actions,
        system="The system",
        yes="Yes",
        no="No",
    )

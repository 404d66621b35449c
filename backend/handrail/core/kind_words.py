"""What kinds of service are called where no screen says it: on paper, in feeds, in the apps of others."""

from collections.abc import Mapping
from typing import Final, Literal

from handrail.core.vocabulary import ServiceKind

Language = Literal["en", "es"]
"""Of the web app, and of whatever else is worded here."""

KINDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        ServiceKind.GROUP: "Group",
        ServiceKind.INDIVIDUAL: "Individual",
        ServiceKind.FAMILY: "Family",
        ServiceKind.PSYCHIATRIC_EVALUATION: "Psychiatric evaluation",
        ServiceKind.MEDICATION_MANAGEMENT: "Medication management",
        ServiceKind.PSYCHOEDUCATION: "Psychoeducation",
        ServiceKind.SKILLS: "Skills",
        ServiceKind.RECREATION: "Recreation",
        ServiceKind.ORIENTATION: "Orientation",
        ServiceKind.INTAKE: "Intake",
        ServiceKind.SCREENING: "Screening",
    },
    "es": {
        ServiceKind.GROUP: "Grupo",
        ServiceKind.INDIVIDUAL: "Individual",
        ServiceKind.FAMILY: "Familia",
        ServiceKind.PSYCHIATRIC_EVALUATION: "Evaluación psiquiátrica",
        ServiceKind.MEDICATION_MANAGEMENT: "Medicación",
        ServiceKind.PSYCHOEDUCATION: "Psicoeducación",
        ServiceKind.SKILLS: "Habilidades",
        ServiceKind.RECREATION: "Recreación",
        ServiceKind.ORIENTATION: "Orientación",
        ServiceKind.INTAKE: "Admisión",
        ServiceKind.SCREENING: "Evaluación inicial",
    },
}

"""Words of the roster on paper, in the languages of the web app."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from handrail.core.kind_words import KINDS, Language

_EN: Final[Mapping[str, str]] = {
    "title": "Downtime roster",
    "made": "Made {at}. What changed after that is not on it.",
    "confidential": "Confidential: keep it locked, shred it after entry.",
    "back": "When Handrail is back:",
    "back_steps": (
        "open Today, choose the day and the session, mark each person with the times from this sheet, give “paper” as"
        " the evidence and close the group. Keep the signed sheet as your policy says, then shred it."
    ),
    "led_by": "Led by",
    "nobody_yet": "nobody yet",
    "by_video": "by video",
    "no_room": "no room",
    "legal_name": "Legal name",
    "called": "Called",
    "record_number": "Record number",
    "expected": "Expected",
    "present": "Present",
    "late": "Late",
    "absent": "Absent",
    "minutes": "Minutes",
    "signature": "Signature",
    "nobody": "Nobody is booked",
    **KINDS["en"],
}

_ES: Final[Mapping[str, str]] = {
    "title": "Lista en papel",
    "made": "Hecha el {at}. Lo que cambió después no está en ella.",
    "confidential": "Confidencial: guárdela bajo llave y destrúyala después de registrarla.",
    "back": "Cuando Handrail vuelva:",
    "back_steps": (
        "abra Hoy, elija el día y la sesión, marque a cada persona con las horas de esta hoja, indique “papel” como"
        " comprobante y cierre el grupo. Guarde la hoja firmada como diga su norma y después destrúyala."
    ),
    "led_by": "Dirige",
    "nobody_yet": "nadie todavía",
    "by_video": "por video",
    "no_room": "sin sala",
    "legal_name": "Nombre legal",
    "called": "Se le llama",
    "record_number": "Número de expediente",
    "expected": "Hora prevista",
    "present": "Presente",
    "late": "Tarde",
    "absent": "Ausente",
    "minutes": "Minutos",
    "signature": "Firma",
    "nobody": "No hay nadie con reserva",
    **KINDS["es"],
}

WORDS: Final[Mapping[Language, Mapping[str, str]]] = {"en": _EN, "es": _ES}

_WEEKDAYS_ES: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS_ES: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def day_in_words(day: date, language: Language) -> str:
    """Return a date as it is read aloud: paper is read by people alone."""
    if language == "es":
        return f"{_WEEKDAYS_ES[day.weekday()]}, {day.day} de {_MONTHS_ES[day.month - 1]} de {day.year}"
    return f"{day:%A, %B} {day.day}, {day.year}"

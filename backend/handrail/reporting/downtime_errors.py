from handrail.core.errors import NotFound


class NoClinicDay(NotFound):
    code, title = "no-clinic-day", "No session is planned there on this day or in the week after it"

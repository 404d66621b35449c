from handrail.core.errors import Conflict, NotFound, Unprocessable


class ProgramNotFound(NotFound):
    code, title = "program-not-found", "No such program"


class ProgramTemplateNotFound(NotFound):
    code, title = "program-template-not-found", "No such program template"


class ProgramStaffNotFound(NotFound):
    code, title = "program-staff-not-found", "No such assignment to a program"


class ProgramNameTaken(Conflict):
    code, title = "program-name-taken", "A program of this name exists"


class ProgramRetired(Conflict):
    code, title = "program-retired", "The program takes nobody new"


class StaffAssignedAlready(Conflict):
    code, title = "staff-assigned-already", "The staff member is assigned to the program in these days"


class NoWeekRule(Conflict):
    code, title = "no-week-rule", "No rule of the week is valid for this level of care and age"


class WeekBelowMinimum(Unprocessable):
    code, title = "week-below-minimum", "The planned week is too short for this level of care"


class WeekAboveMaximum(Unprocessable):
    code, title = "week-above-maximum", "The planned week is partial hospitalization, not intensive outpatient"


class ProgramDayTooShort(Unprocessable):
    code, title = "program-day-too-short", "A day this short does not count as a service day"


class TooFewDays(Unprocessable):
    code, title = "too-few-days", "The planned week has too few days"


class OutsideProgramShape(Unprocessable):
    code, title = "outside-program-shape", "An intensive outpatient program runs 3 to 5 days of 2 to 4 hours"


class LongestDayTooShort(Unprocessable):
    """The least that it may be is `minutes_per_day`."""

    code, title = "longest-day-too-short", "The longest day is shorter than the program's day"


class BlocksDoNotFillDay(Unprocessable):
    code, title = "blocks-do-not-fill-day", "The blocks add up to another length of the day"


class BreakCounted(Unprocessable):
    code, title = "break-counted", "A break is not therapeutic time"


class TrackDaysDiffer(Unprocessable):
    code, title = "track-days-differ", "The track has another number of days than the program"


class TrackTwice(Unprocessable):
    code, title = "track-twice", "The track is named twice"


class NamedTwice(Unprocessable):
    code, title = "named-twice", "The service or instrument is named twice"


class LengthReversed(Unprocessable):
    code, title = "length-reversed", "The length is not in the order least, usual, most"


class PhaseDaysExceedProgram(Unprocessable):
    code, title = "phase-days-exceed-program", "A phase has at most as many days a week as the program"


class ModalityNotForAge(Unprocessable):
    code, title = "modality-not-for-age", "The modality is not made for this age"


class AssignmentReversed(Unprocessable):
    code, title = "assignment-reversed", "An assignment ends on or after the day it begins"

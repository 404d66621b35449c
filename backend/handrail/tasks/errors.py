from handrail.core.errors import Conflict, NotFound, Unprocessable


class TaskNotFound(NotFound):
    code, title = "task-not-found", "No such task"


class ShiftNotFound(NotFound):
    code, title = "shift-not-found", "No such on-call shift"


class NobodyOnCall(NotFound):
    code, title = "nobody-on-call", "Nobody is on call"


class TaskNotOpen(Conflict):
    code, title = "task-not-open", "The task is done or cancelled"


class TaskSettledElsewhere(Conflict):
    code, title = (
        "task-settled-elsewhere",
        "The task is settled by doing what it asks for, where that is done",
    )


class TaskNeedsNote(Unprocessable):
    code, title = "task-needs-note", "A welfare call is done by a try noted as reached, or with a note of how they are"


class SameOwner(Unprocessable):
    code, title = "same-owner", "The task is theirs already"


class BackupIsOwner(Unprocessable):
    code, title = "backup-is-owner", "The backup is another person than the owner"


class OwnerNotAvailable(Unprocessable):
    code, title = "owner-not-available", "This account cannot be given tasks"


class OnCallCannotAct(Unprocessable):
    """Whoever is on call is where an alert ends up that nobody took: they have to be able to close it."""

    code, title = "on-call-cannot-act", "Who is on call needs a role that closes alerts"


class ShiftsOverlap(Conflict):
    code, title = "shifts-overlap", "Somebody is on call then already"


class ShiftTimes(Unprocessable):
    code, title = "shift-times", "A shift ends after it starts and lasts a week at most"


class SubjectsDiffer(Unprocessable):
    code, title = "subjects-differ", "The episode is another participant's"


class TaskNotYours(Conflict):
    code, title = "task-not-yours", "Only who answers for a task can hand it on"

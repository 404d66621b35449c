from handrail.core.errors import Conflict, NotFound


class SeatWaitNotFound(NotFound):
    code, title = "seat-wait-not-found", "No such entry of the waitlist"


class AlreadyWaiting(Conflict):
    code, title = "already-waiting", "The participant waits for this session already"


class SeatIsFree(Conflict):
    """Nobody waits for what they can have."""

    code, title = "seat-is-free", "The session has a seat: book it"


class WaitSettled(Conflict):
    code, title = "wait-settled", "The participant does not wait any more"

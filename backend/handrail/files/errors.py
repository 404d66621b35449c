from handrail.core.errors import Conflict, NotFound, Unprocessable


class FileNotFound(NotFound):
    code, title = "file-not-found", "No such file"


class NotThatKind(Unprocessable):
    """The bytes do not begin as files of the stated type do."""

    code, title = "not-that-media-type", "The file is not of the type it claims"


class FileEmptyOrTooLarge(Unprocessable):
    code, title = "file-size", "A file has 1 byte to 25 MB"


class TooManyFiles(Conflict):
    code, title = "too-many-files", "The record holds as many files as it may"


class FileVoided(Conflict):
    code, title = "file-voided", "The file was taken back"


class FileDamaged(Conflict):
    """What is stored does not open, or is not what was stored: an operator must look."""

    code, title = "file-damaged", "The stored file cannot be opened"

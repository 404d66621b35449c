from enum import StrEnum


class FileKind(StrEnum):
    """What a file is, as a chart sorts it."""

    REFERRAL = "referral"
    OUTSIDE_RECORD = "outside_record"
    RELEASE = "release"
    ADVANCE_DIRECTIVE = "advance_directive"
    IDENTITY_DOCUMENT = "identity_document"
    IDENTITY_PHOTO = "identity_photo"
    INSURANCE_CARD = "insurance_card"
    CORRESPONDENCE = "correspondence"
    WORK = "work"
    """Something the person made: a worksheet, a drawing."""


class MediaType(StrEnum):
    """Kinds of bytes that are kept: what scanners, phones and partners send, and a browser shows without running."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"

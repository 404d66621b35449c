from uuid import UUID

from handrail.files.errors import FileEmptyOrTooLarge, NotThatKind
from handrail.files.vocabulary import MediaType

LARGEST_BYTES = 25_000_000
MOST = 500
"""Files of one person; more is a mistake of some machine."""

_BEGINNINGS = {
    MediaType.PDF: (b"%PDF-",),
    MediaType.JPEG: (b"\xff\xd8\xff",),
    MediaType.PNG: (b"\x89PNG\r\n\x1a\n",),
    MediaType.TIFF: (b"II*\x00", b"MM\x00*"),
}
ENDINGS = {MediaType.PDF: "pdf", MediaType.JPEG: "jpg", MediaType.PNG: "png", MediaType.TIFF: "tif"}


def seal_place(organization_id: UUID, file_id: UUID) -> bytes:
    """What the seal of a file is about: bytes put into another row or another organization do not open there."""
    return b"files" + organization_id.bytes + file_id.bytes


def check_content(content: bytes, media_type: MediaType) -> None:
    """Refuse what is empty, above 25 MB, or begins unlike its type: a reader opens a file by what it claims to be."""
    if not 1 <= len(content) <= LARGEST_BYTES:
        raise FileEmptyOrTooLarge(pointer="/content", limit_bytes=LARGEST_BYTES)
    if not content.startswith(_BEGINNINGS[media_type]):
        raise NotThatKind(pointer="/content", media_type=media_type.value)

"""Keys that seal what is stored, and the seal: AES-256-GCM with the key's id in front of every ciphertext.

The id is what makes a key replaceable: new values are sealed with the first key of the ring, old ones name theirs.
Each seal is bound to what it is about: a ciphertext moved to another row, or another organization, does not open.
"""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class KeyringError(Exception):
    """The ring cannot be used; the text is one line that says why and what mends it."""


class SealBroken(Exception):
    """A stored value does not open: it was changed, moved, or its key is not on the ring."""


class Keyring:
    """Keys by id, the current one first."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self.current = next(iter(keys))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `id:key id:key …`, each key 32 bytes in base64, or raise `KeyringError`, which repeats no key."""
        keys: dict[str, bytes] = {}
        for number, part in enumerate(text.split(), start=1):
            key_id, _, encoded = part.partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except ValueError:  # also binascii.Error
                key = b""
            if KEY_ID.fullmatch(key_id) is None or len(key) != KEY_BYTES or key_id in keys:
                raise KeyringError(
                    f"HANDRAIL_KEYRING: key {number} is not `id:key` with an id of its own (a-z, 0-9, hyphens) and 32"
                    " bytes in base64. `handrail keyring new` prints one."
                )
            keys[key_id] = key
        if not keys:
            raise KeyringError("HANDRAIL_KEYRING names no key. `handrail keyring new` prints one.")
        return cls(keys)

    def seal(self, plain: bytes, *, about: bytes) -> bytes:
        """Return format, length of the key's id, the id, nonce, ciphertext and tag."""
        nonce = os.urandom(NONCE_BYTES)
        key_id = self.current.encode()
        head = bytes([FORMAT, len(key_id)]) + key_id + nonce
        return head + self._keys[self.current].encrypt(nonce, plain, head + about)

    def open(self, sealed: bytes, *, about: bytes) -> bytes:
        """Return what was sealed about this very thing, or raise `SealBroken`."""
        if len(sealed) < 2 or sealed[0] != FORMAT:
            raise SealBroken("not a seal of this version")
        end_of_id = 2 + sealed[1]
        end_of_head = end_of_id + NONCE_BYTES
        head = sealed[:end_of_head]
        key = self._keys.get(head[2:end_of_id].decode("ascii", "replace"))
        if key is None:
            raise SealBroken("its key is not on the ring")
        try:
            return key.decrypt(head[end_of_id:], sealed[end_of_head:], head + about)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("changed, or of something else") from error


def new_key(key_id: str) -> str:
    """Return a fresh key as it stands in a ring: `id:key`."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"

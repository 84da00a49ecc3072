"""The ZIP for auditors as a stream: each file hashed as it passes, the manifest with all digests last."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED

from zipstream import ZipStream

MANIFEST = "manifest.json"
SCHEMA = "annex/dossier-bundle/1"


@dataclass(frozen=True)
class Piece:
    """One file of the archive: its name, what it is, and where its bytes come from when they are asked for."""

    name: str
    says: str
    chunks: Callable[[], Iterable[bytes]]
    pressed: bool = True

    @classmethod
    def whole(cls, name: str, says: str, raw: bytes) -> "Piece":
        """Return a file that is small enough to be at hand."""
        return cls(name, says, lambda: (raw,))


def streamed(pieces: Iterable[Piece], told: Mapping[str, object]) -> Iterator[bytes]:
    """Yield a ZIP of these files in this order, and of a manifest with what is told of them; of any size.

    Cost: memory for one chunk, whatever the size of the files.
    """
    archive = ZipStream(compress_type=ZIP_DEFLATED)
    passed: list[dict[str, object]] = []
    for piece in pieces:
        kind = ZIP_DEFLATED if piece.pressed else ZIP_STORED
        archive.add(_metered(piece, passed), piece.name, compress_type=kind)
    archive.add(_manifest(passed, told), MANIFEST)
    yield from archive


def _metered(piece: Piece, passed: list[dict[str, object]]) -> Iterator[bytes]:
    seen, size = sha256(), 0
    for chunk in piece.chunks():
        seen.update(chunk)
        size += len(chunk)
        yield chunk
    passed.append({"name": piece.name, "sha256": seen.hexdigest(), "size": size, "says": piece.says})


def _manifest(passed: list[dict[str, object]], told: Mapping[str, object]) -> Iterator[bytes]:
    """Yield the manifest; it is asked for last, when every other file has passed."""
    text = json.dumps({"schema": SCHEMA, **told, "files": passed}, indent=2, ensure_ascii=False)
    yield text.encode() + b"\n"

"""What goes into the ZIP for auditors: gathered from rows and files, streamed by audits.dossiers.bundle."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from importlib.resources import files

from audits.dossiers.bundle import Piece, streamed
from audits.models import Dossier, PredictionLog, Run
from audits.packs import Pack
from audits.queries import counts
from audits.queries.extracts import extract, head_now
from governance.models import User
from governance.permissions import Permission

CHUNK = 256 * 1024
COUNTED = "It tells of groups too small to show, and is handed to those who may see counts."
VERIFIER = files("audits.dossiers.verifier")
KEPT = "Its rows are about persons and stay where they are. Compare its SHA-256 where they are kept."


def verifier() -> bytes:
    """Return the file that checks dossiers without us."""
    return (VERIFIER / "verify_annex.py").read_bytes()


def bundle_of(dossier: Dossier, *, by: User, at: datetime) -> Iterator[bytes]:
    """Yield a finished dossier as a ZIP: the PDF, its record, evidence, trail, manifest, verifier and README.

    Cost: about ten queries before the first byte, constant memory after it.
    """
    pack, head = Pack.from_json(json.loads(dossier.pack)), head_now()
    counted = list(_counts(pack))
    may_see = by.has_perm(Permission.SEE_COUNTS, dossier)
    withheld = [*_withheld(pack), *(() if may_see else map(_named, counted))]
    pieces = [
        Piece(f"{dossier.reference}.pdf", "The dossier.", lambda: _content(dossier), pressed=False),
        Piece("pack.json", "The record it was made from, as attached to it.", lambda: (dossier.pack.encode(),)),
        *(counted if may_see else ()),
        Piece(
            "trail.jsonl", "The extract of the trail, an entry a line.",
            lambda: extract(dossier, for_whom=by, printed=pack.trail.seq, head=head),
        ),
        Piece.whole("verify_annex.py", "The program that checks all this.", verifier()),
    ]  # fmt: skip
    readme = _readme(dossier, pieces, withheld, by, at)
    pieces.append(Piece.whole("README.txt", "How to check, and what it shows.", readme))
    told = {
        "dossier": f"{dossier.reference}.pdf",
        "made_at": at.isoformat(timespec="seconds"),
        "trail": {"seq": head.seq, "digest": head.digest},
        "withheld": withheld,
    }
    return streamed(pieces, told)


def _content(dossier: Dossier) -> Iterator[bytes]:
    with dossier.file.open("rb") as file:
        yield from file.chunks(CHUNK)


def _counts(pack: Pack) -> Iterable[Piece]:
    """Return the counts behind each fairness run of the record: they hold no person's row. One query."""
    named = [run.reference for run in pack.fairness]
    for run in Run.objects.filter(reference__in=named).select_related("log").order_by("reference"):
        name = f"evidence/{run.reference}-counts.json"
        yield Piece.whole(name, f"The counts from which {run.reference} was computed.", counts.told(run))


def _named(piece: Piece) -> dict[str, str]:
    """Return counts that are not handed out, by their digest."""
    return {"name": piece.name, "sha256": sha256(b"".join(piece.chunks())).hexdigest(), "why": COUNTED}


def _withheld(pack: Pack) -> Iterator[dict[str, str]]:
    """Yield the files that the record names and that are stored, but are not handed out. One query."""
    digests = [item.sha256 for item in pack.evidence if item.sha256]
    kept = PredictionLog.objects.filter(sha256__in=digests).exclude(file="").order_by("imported_at", "pk")
    for name, digest in kept.values_list("name", "sha256").distinct():
        yield {"name": name, "sha256": digest, "why": KEPT}


def _readme(
    dossier: Dossier, pieces: Iterable[Piece], withheld: Iterable[dict[str, str]], by: User, at: datetime
) -> bytes:
    text = (VERIFIER / "README.txt").read_text(encoding="utf-8")
    return text.format(
        reference=dossier.reference,
        title=dossier.title,
        zip=f"{dossier.reference}.zip",
        at=f"{at:%d %B %Y at %H:%M} UTC",
        by=by.name,
        contents="\n".join(f"    {piece.name:<28} {piece.says}" for piece in pieces),
        withheld="\n".join(f"    {row['name']}: {row['why']}" for row in withheld) or "    Nothing.",
    ).encode()

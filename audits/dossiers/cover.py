"""What the cover and the running heads say."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.dossiers.blocks import Facts, Mark, Run, Text, direction_of, say
from audits.dossiers.coverage import Coverage
from audits.dossiers.fronts import Front
from audits.dossiers.kinds import outline_of
from audits.dossiers.wording import brief, capital, cut, minute, plain, shortened, spaced
from audits.packs.kinds import Kind
from audits.packs.pack import Pack, digest

LONG_NAME, HUGE_NAME, LONGEST_ROW = 60, 160, 120
COLOPHON = (
    "The record from which this document was made is attached as pack.json. "
    "The last section says how to check that neither the record nor any page was changed."
)


@dataclass(frozen=True)
class Cover:
    """The words of the first page, and those that every page repeats."""

    title: str
    author: str
    subject: str
    created_at: str
    kicker: str
    name: str
    size: str
    purpose: str
    mark: Mark
    headline: str
    rows: tuple[tuple[str, Text], ...]
    colophon: str
    logo: bool
    head: str
    foot: str

    @property
    def facts(self) -> Facts:
        """The rows below the verdict."""
        return Facts(self.rows)

    @property
    def directions(self) -> Mapping[str, str]:
        """How its texts run."""
        texts = {"name": self.name, "purpose": self.purpose, "headline": self.headline}
        return {part: direction_of([text]) for part, text in texts.items()}


def cover_of(pack: Pack, filled: Coverage) -> Cover:
    """Return the cover; long names shrink, and what is cut stands in full in the first section."""
    document, outline = pack.document, outline_of(pack)
    front, kind = outline.front(pack), outline.kind
    return Cover(
        title=" · ".join(filter(None, (kind.title, document.reference, shortened(front.name, 200)))),
        author=cut(pack.letterhead.name or pack.organisation.name, 120) or "Annex",
        subject=f"{kind.title} under Regulation (EU) 2024/1689, record {digest(pack)}",
        created_at=document.created_at,
        kicker=f"Regulation (EU) 2024/1689 · {kind.title}",
        name=front.name,
        size=_size(front.name),
        purpose=front.purpose,
        mark=front.mark,
        headline=front.headline,
        rows=_rows(pack, front, filled),
        colophon=COLOPHON,
        logo=bool(pack.letterhead.logo),
        head=_head(kind, front),
        foot=_foot(pack),
    )


def _head(kind: Kind, front: Front) -> str:
    return " · ".join(filter(None, (kind.title, front.head)))


def _size(name: str) -> str:
    if len(name) > HUGE_NAME:
        return "huge"
    return "long" if len(name) > LONG_NAME else "short"


def _rows(pack: Pack, front: Front, filled: Coverage) -> tuple[tuple[str, Text], ...]:
    document = pack.document
    status = " · ".join(filter(None, (capital(document.status), document.confidentiality)))
    rows: tuple[tuple[str, Text], ...] = (
        ("Organisation", say(brief(pack.organisation.name, LONGEST_ROW))),
        *front.rows,
        ("Document", say(f"{document.reference}, version {document.version}, in English")),
        ("Status", say(status)),
        ("Complete", (*say(filled.words), Run("", f"meter t{filled.percent // 10}"))),
        ("Frozen", say(minute(document.created_at))),
        ("Requested by", say(brief(document.requested_by, LONGEST_ROW))),
        ("Record, SHA-256", (Run(spaced(digest(pack)), "code"),)),
    )
    return tuple((name, value or say("Not recorded", "quiet")) for name, value in rows)


def _foot(pack: Pack) -> str:
    document = pack.document
    parts = (
        document.reference,
        f"version {document.version}",
        document.status,
        shortened(document.confidentiality, 32),
    )
    return " · ".join(filter(None, (*map(plain, parts), f"record {digest(pack)[:16]}")))

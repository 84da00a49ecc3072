"""What the cover and the running heads say."""

from dataclasses import dataclass

from audits.dossiers.blocks import Mark, Run, Text, say
from audits.dossiers.opinion import read_opinion
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.wording import capital, cut, day, minute, plain, shortened, spaced
from audits.packs.pack import Pack, digest

KINDS = {"system": "System dossier"}
LONG_NAME, HUGE_NAME = 60, 160
LONGEST_HEAD = 56
LONGEST_PURPOSE = 260
COLOPHON = (
    "The record from which this document was made is attached as pack.json. "
    "Section 8 says how to check that neither the record nor any page was changed."
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
    tier: Mark
    headline: str
    rows: tuple[tuple[str, Text], ...]
    colophon: str
    head: str
    foot: str


def cover_of(pack: Pack) -> Cover:
    """Return the cover; long names shrink, and what is cut stands in full in section 1."""
    document, system = pack.document, pack.system
    opinion = read_opinion(pack.finding)
    kind = KINDS.get(document.kind) or capital(document.kind)
    name = cut(system.name, 400) or "A system without a name"
    whose = cut(pack.organisation.name, 120)
    return Cover(
        title=" · ".join(filter(None, (kind, document.reference, cut(system.name, 200)))),
        author=whose or "Annex",
        subject=f"{kind} under Regulation (EU) 2024/1689, record {digest(pack)}",
        created_at=document.created_at,
        kicker=f"Regulation (EU) 2024/1689 · {kind}",
        name=name,
        size=_size(name),
        purpose=shortened(system.purpose, LONGEST_PURPOSE),
        tier=tier_mark(opinion.tier),
        headline=cut(opinion.headline, 400),
        rows=_rows(pack, opinion.edition, opinion.on),
        colophon=COLOPHON,
        head=" · ".join(
            filter(None, (kind, system.reference, shortened(system.name, LONGEST_HEAD), _version(pack)))
        ),
        foot=_foot(pack),
    )


def _size(name: str) -> str:
    if len(name) > HUGE_NAME:
        return "huge"
    return "long" if len(name) > LONG_NAME else "short"


def _rows(pack: Pack, edition: str, on: str) -> tuple[tuple[str, Text], ...]:
    document, system = pack.document, pack.system
    judged = f"Edition {edition}, as on {day(on)}" if edition else "Not judged"
    rows = (
        ("Organisation", cut(pack.organisation.name, 200)),
        ("Roles", ", ".join(plain(role) for role in system.roles)),
        (
            "System",
            " · ".join(
                filter(None, (system.reference, system.version and f"version {cut(system.version, 80)}"))
            ),
        ),
        ("Law", judged),
        ("Document", f"{document.reference}, version {document.version}, in English"),
        ("Status", " · ".join(filter(None, (capital(document.status), document.confidentiality)))),
        ("Frozen", minute(document.created_at)),
        ("Requested by", cut(document.requested_by, 120)),
    )
    digits = (Run(spaced(digest(pack)), "code"),)
    return (
        *((name, say(value or "Not recorded", "" if value else "quiet")) for name, value in rows),
        ("Record, SHA-256", digits),
    )


def _version(pack: Pack) -> str:
    return f"version {shortened(pack.system.version, 24)}" if pack.system.version else ""


def _foot(pack: Pack) -> str:
    document = pack.document
    parts = (
        document.reference,
        f"version {document.version}",
        document.status,
        shortened(document.confidentiality, 32),
    )
    return " · ".join(filter(None, (*map(plain, parts), f"record {digest(pack)[:16]}")))

"""The parts of a pack, plain as the rows they were copied from; absent text is empty, dates are ISO 8601."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audits.packs.writing import LATER


@dataclass(frozen=True, kw_only=True)
class Document:
    """Which dossier this is; `created_at` is the only time that the PDF knows."""

    reference: str
    created_at: str
    kind: str = "system"
    version: int = 1
    status: str = "draft"
    language: str = "en"
    confidentiality: str = "Confidential"
    requested_by: str = ""
    supersedes: str = ""
    scope: str = field(default="", metadata=LATER)


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """Whose register it is, with what the Act makes of its size."""

    name: str = ""
    size: str = ""
    sector: str = ""
    establishment: str = ""
    public_body: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """How the document looks; empty is how Annex looks. `logo` is a PNG in base64."""

    name: str = ""
    colour: str = ""
    paper: str = ""
    logo: str = ""


@dataclass(frozen=True, kw_only=True)
class SystemRecord:
    """The AI system in the version that the dossier is about; `roles` are operator roles under Art. 3."""

    reference: str = ""
    name: str = ""
    external_id: str = ""
    purpose: str = ""
    description: str = ""
    unit: str = ""
    owner: str = ""
    roles: tuple[str, ...] = ()
    lifecycle: str = ""
    version: str = ""
    version_date: str = ""


@dataclass(frozen=True, kw_only=True)
class Component:
    """A model, a dataset or a vendor's product that this version of the system uses."""

    kind: str
    reference: str
    name: str
    version: str = ""
    supplier: str = ""
    use: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer on which the finding rests; `answer` is what was stored, None a recorded "not known"."""

    fact: str
    question: str
    answer: object = None
    labels: tuple[str, ...] = ()
    note: str = ""
    evidence: str = ""
    section: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Provision:
    """Where the Act says it."""

    cite: str = ""
    anchor: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Position:
    """What a lawyer holds of the finding; `lapsed` where it speaks of an earlier one, with what changed since."""

    stance: str
    reasons: str
    lapsed: bool = False
    tier: str = ""
    provision: str = ""
    of_tier: str = ""
    of_edition: str = ""
    of_day: str = ""
    changes: tuple[str, ...] = ()
    by: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimPoint:
    """One of the four points of the file under Art. 6(4), where an exception under Art. 6(3) is claimed."""

    title: str
    says: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    by: str = ""
    evidence: tuple[str, ...] = ()
    gap: str = ""


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What a reviewer decided, of which document with which record; `record` is the digest that was read."""

    decision: str
    by: str = ""
    at: str = ""
    reasons: str = ""
    asked_by: str = ""
    document: str = ""
    record: str = ""


@dataclass(frozen=True, kw_only=True)
class OwedDuty:
    """An obligation as the register keeps it, with both dates where the law is read in two ways."""

    id: str
    title: str
    says: str = ""
    role: str = ""
    provision: Provision = field(default_factory=Provision)
    due_effective: str = ""
    due_literal: str = ""
    due_note: str = ""
    recurrence: str = ""
    limit: str = ""
    fine: str = ""
    state: str = "open"
    owner: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FairnessRun:
    """One executed assessment; `result` is the assessment as the fairness core wrote it.

    `drift` is how far people and scores moved since the run named in `since`, in the core's words too.
    """

    reference: str
    name: str = ""
    plan: Mapping[str, object] = field(default_factory=dict)
    dataset: str = ""
    dataset_sha256: str = ""
    rows: int = 0
    finished_at: str = ""
    requested_by: str = ""
    result: Mapping[str, object] = field(default_factory=dict)
    charts: tuple[str, ...] = ("fpr", "fnr")
    since: str = field(default="", metadata=LATER)
    drift: Mapping[str, object] = field(default_factory=dict, metadata=LATER)


@dataclass(frozen=True, kw_only=True)
class VendorAnswer:
    """One question put to a vendor, the answer, and the points it earned of those it could."""

    question: str
    answer: object = None
    section: str = ""
    points: int | None = None
    of: int | None = None
    reason: str = ""
    cite: str = field(default="", metadata=LATER)


@dataclass(frozen=True, kw_only=True)
class VendorArea:
    """What one area of the questionnaire came to, with the reasons for its word."""

    title: str
    word: str = ""
    label: str = ""
    score: float | None = None
    explained: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VendorAssessment:
    """A vendor's product measured against one edition of a questionnaire; scores run from 0 to 100."""

    reference: str
    vendor: str
    product: str = ""
    questionnaire: str = ""
    score: float | None = None
    verdict: str = ""
    summary: str = ""
    reasons: tuple[str, ...] = ()
    answers: tuple[VendorAnswer, ...] = ()
    assessed_by: str = ""
    assessed_at: str = ""
    valid_until: str = ""
    word: str = field(default="", metadata=LATER)
    areas: tuple[VendorArea, ...] = field(default=(), metadata=LATER)
    open_questions: tuple[str, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A file or link that someone relies on, named by its digest."""

    reference: str
    title: str
    kind: str = ""
    sha256: str = ""
    url: str = ""
    owner: str = ""
    added_at: str = ""
    valid_until: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something that is missing, in which section (1 to 8), and who owns it."""

    section: int
    what: str
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who is to sign the document once it is sealed, at which PAdES level, and whose clock; empty: nobody."""

    signer: str = ""
    level: str = ""
    authority: str = ""


@dataclass(frozen=True, kw_only=True)
class TrailHead:
    """The last trail entry at the moment of freezing; who holds it can tell whether the trail was cut."""

    seq: int | None = None
    hash: str = ""
    at: str = ""

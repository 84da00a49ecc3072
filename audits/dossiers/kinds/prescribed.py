"""The documents that the Act prescribes: technical documentation, impact assessment, declaration, registration."""

from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.prescribed.duty import of_duty
from audits.dossiers.prescribed.front import front_of
from audits.dossiers.prescribed.points import of_points
from audits.dossiers.prescribed.registering import section_of
from audits.dossiers.prescribed.signature import signed
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.fairness import fairness_section
from audits.packs import kinds
from audits.packs.pack import Pack
from audits.packs.sheets import Sheet

DIGESTS = Chapter("digests", digests_section)
NINE = (
    ("General description", "What the system is, for whom, in which versions and forms."),
    (
        "Elements of the system and its development",
        "How it was built, from which parts and data, and how it was tested.",
    ),
    (
        "Monitoring, functioning and control",
        "What it can do and where its limits lie; how it is watched and overseen.",
    ),
    (
        "Appropriateness of the performance metrics",
        "Why the measures of performance fit this system.",
    ),
    ("Risk management system", "How risks are found, judged and dealt with (Art. 9)."),
    (
        "Changes through the lifecycle",
        "What the provider changed in the course of its life.",
    ),
    (
        "Standards and other solutions",
        "Which standards were applied, or how the requirements are met without them.",
    ),
    ("EU declaration of conformity", "The copy that Art. 47 asks for."),
    (
        "Performance after placing on the market",
        "How its performance is followed once it is in use (Art. 72).",
    ),
)
SIX = (
    ("a", "The processes", "How the system is used, in line with its intended purpose."),
    ("b", "Period and frequency", "For how long and how often it is used."),
    ("c", "The people affected", "Whom its use is likely to touch."),
    ("d", "The risks of harm", "What can happen to them."),
    ("e", "Human oversight", "How it is put into practice."),
    ("f", "Measures, governance and complaints", "What is done when a risk materialises."),
)


def documentation(pack: Pack) -> Sheet | None:
    """Return the technical documentation of a pack."""
    return next(iter(pack.annex_iv), None)


def assessment(pack: Pack) -> Sheet | None:
    """Return the fundamental rights impact assessment of a pack."""
    return next(iter(pack.fria), None)


def declaration(pack: Pack) -> Sheet | None:
    """Return the declaration of conformity of a pack."""
    return next(iter(pack.declaration), None)


def registration(pack: Pack) -> Sheet | None:
    """Return the first registration sheet of a pack."""
    return next(iter(pack.registration), None)


ANNEX_IV = Outline(
    kind=kinds.ANNEX_IV,
    front=front_of(documentation),
    chapters=(
        *(
            Chapter(
                f"point-{number}",
                of_points(
                    title,
                    f"Point {number} of Annex IV. {lead}",
                    f"annex-iv-{number}",
                    of=documentation,
                    asking=True,
                ),
            )
            for number, (title, lead) in enumerate(NINE, start=1)
        ),
        Chapter("fairness", fairness_section),
        Chapter("duty", of_duty("Who owes it, and why", of=documentation)),
        DIGESTS,
    ),
)
FRIA = Outline(
    kind=kinds.FRIA,
    front=front_of(assessment),
    chapters=(
        Chapter("duty", of_duty("Who owes the assessment, and why", of=assessment)),
        *(
            Chapter(f"point-{letter}", of_points(title, lead, f"art-27-1-{letter}", of=assessment, asking=True))
            for letter, title, lead in SIX
        ),
        Chapter(
            "around",
            of_points(
                "First use, other assessments, notification",
                "What Art. 27(2) to (4) ask for beside the six points.",
                "art-27-2", "art-27-3", "art-27-4",
                of=assessment, asking=True,
            ),
        ),
        DIGESTS,
    ),
)  # fmt: skip
DECLARATION = Outline(
    kind=kinds.DECLARATION,
    front=front_of(declaration),
    chapters=(Chapter("declaration", signed(of=declaration)), DIGESTS),
    short=True,
)
REGISTRATION = Outline(
    kind=kinds.REGISTRATION,
    front=front_of(registration),
    chapters=(
        Chapter("a", section_of("A", "Section A: high-risk system")),
        Chapter("b", section_of("B", "Section B: exception of Art. 6(3)")),
        Chapter("c", section_of("C", "Section C: use by an authority")),
        DIGESTS,
    ),
)

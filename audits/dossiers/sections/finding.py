"""The section on the finding: what the law makes of the system, with the path to it."""

from collections.abc import Iterator

from audits.dossiers.blocks import (
    Clause,
    Facts,
    Margin,
    Mark,
    Paragraph,
    Point,
    Section,
    Text,
    Tone,
    numbered,
    say,
)
from audits.dossiers.opinion import FAILS, HOLDS, OPEN, OpenQuestion, Opinion, Ruling, read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.outlook import flips_clause, open_clause, upcoming_clause
from audits.dossiers.sections.positions import position_clause, standing
from audits.dossiers.sections.rulings import ruling_clause, set_aside
from audits.dossiers.wording import DASH, answer, cut, day, law, several, thousands
from audits.dossiers.wording import tier as in_words
from audits.packs.pack import Pack
from audits.packs.parts import Gap

TIER_TONES = {
    "prohibited": Tone.BAD,
    "high": Tone.CARE,
    "transparency": Tone.PLAIN,
    "minimal": Tone.GOOD,
    "out_of_scope": Tone.PLAIN,
    "undetermined": Tone.OPEN,
}
WEIGHTIEST = (
    "prohibited", "annex_iii", "high_risk", "exception", "transparency", "gpai", "scope", "role", "duty", "grace",
    "authority", "notice",
)  # fmt: skip
NEVER = "No finding exists for this version: the questionnaire was never judged."
LAPSED = "What the lawyer said of the finding lapsed: the facts or the finding have changed since."
CAUTION = "This finding is a reasoned opinion under one dated edition of the law and on the answers"
BINDS = ". It binds no authority and no court."


def tier_mark(tier: str) -> Mark:
    """Return the tier in the words that lists use."""
    return Mark(in_words(tier) or "No finding", TIER_TONES.get(tier, Tone.OPEN))


def finding_section(pack: Pack, place: Place) -> Section:
    """Write the section on the finding: what holds, what is open, what was considered and does not apply."""
    opinion = read_opinion(pack.finding)
    points = _points(pack, place, opinion)
    clauses = numbered(place.number, _clauses(pack, place, opinion, lacking(points)))
    return Section(place.number, "The finding", _lead(opinion), clauses, points)


def _lead(opinion: Opinion) -> Text:
    if not opinion.tier:
        return say("The system has not been classified.")
    return say(cut(opinion.headline, 600) or tier_mark(opinion.tier).word)


def _points(pack: Pack, place: Place, opinion: Opinion) -> tuple[Point, ...]:
    if not opinion.tier:
        return (point(pack, place, "A finding", NEVER), *recorded(pack, place))
    return (
        point(pack, place, "A finding"),
        *(
            point(pack, place, "A position of a lawyer that stands", LAPSED * one.lapsed)
            for one in pack.positions
        ),
        point(pack, place, "No open question", unanswered(opinion.open_questions)),
        *recorded(pack, place),
    )


def unanswered(questions: tuple[OpenQuestion, ...]) -> str:
    """Return in words that questions are open and what they could change, nothing where none is."""
    raising = sum(1 for one in questions if one.could)
    if not questions:
        return ""
    if raising:
        return (
            f"{several(raising, 'question is', 'questions are')} unanswered and could still change the tier."
        )
    open_ones = several(len(questions), "question is", "questions are")
    return f"{open_ones} unanswered and could still change what is owed, though not the tier."


def _clauses(pack: Pack, place: Place, opinion: Opinion, gaps: tuple[Gap, ...]) -> Iterator[Clause]:
    yield _brief(pack, place, opinion, gaps)
    yield from map(position_clause, pack.positions)
    for state in (HOLDS, OPEN):
        yield from map(ruling_clause, sorted(opinion.in_state(state), key=weight))
    if fails := opinion.in_state(FAILS):
        yield set_aside(fails)
    if opinion.tier:
        yield open_clause(opinion.open_questions)
        yield flips_clause(opinion.flips)
        yield upcoming_clause(opinion.upcoming)


def weight(ruling: Ruling) -> int:
    """Return where a rule stands among others, 0 for the weightiest kind."""
    return WEIGHTIEST.index(ruling.kind) if ruling.kind in WEIGHTIEST else len(WEIGHTIEST)


def _brief(pack: Pack, place: Place, opinion: Opinion, gaps: tuple[Gap, ...]) -> Clause:
    rows: list[tuple[str, Text]] = [
        ("Tier", say(tier_mark(opinion.tier).word, "strong")),
        ("Lawyer", say(standing(pack.positions))),
        (
            "Edition of the law",
            say(law(opinion.edition) if opinion.edition else DASH),
        ),
        ("Judged as on", say(day(opinion.on) or DASH)),
        ("Provisions examined", say(_examined(opinion))),
        ("General-purpose AI model", say(answer(opinion.gpai))),
    ]
    if opinion.at_least and opinion.at_least != opinion.tier:
        rows.insert(1, ("At least", say(tier_mark(opinion.at_least).word)))
    margin = Margin(mark=tier_mark(opinion.tier))
    return Clause("The finding in brief", (Facts(tuple(rows)), *notices(gaps), _caution(place)), margin)


def _caution(place: Place) -> Paragraph:
    where = place.see("answers")
    return Paragraph((*say(CAUTION), *say(" in " if where else ""), *where, *say(BINDS)), "quiet")


def _examined(opinion: Opinion) -> str:
    counts = [
        (len(opinion.in_state(state)), word)
        for state, word in ((HOLDS, "hold"), (OPEN, "open"), (FAILS, "not met"))
    ]
    return ", ".join(f"{thousands(count)} {word}" for count, word in counts)

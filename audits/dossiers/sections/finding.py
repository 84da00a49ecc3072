"""Section 2: what the law makes of the system, with the path to it."""

from collections.abc import Iterator

from audits.dossiers.blocks import (
    Clause,
    Facts,
    Margin,
    Mark,
    Notice,
    Paragraph,
    Section,
    Text,
    Tone,
    numbered,
    say,
)
from audits.dossiers.opinion import FAILS, HOLDS, OPEN, Opinion, Ruling, read_opinion
from audits.dossiers.sections.gaps import gap, gaps_of, notices
from audits.dossiers.sections.outlook import flips_clause, open_clause, upcoming_clause
from audits.dossiers.sections.positions import position_clause, standing
from audits.dossiers.sections.rulings import ruling_clause, set_aside
from audits.dossiers.wording import DASH, answer, cut, day, thousands
from audits.dossiers.wording import tier as in_words
from audits.packs.pack import Pack
from audits.packs.parts import Gap

NUMBER = 2
TIER_TONES = {
    "prohibited": Tone.BAD,
    "high": Tone.CARE,
    "transparency": Tone.PLAIN,
    "minimal": Tone.GOOD,
    "out_of_scope": Tone.PLAIN,
    "undetermined": Tone.OPEN,
}
WEIGHTIEST = ("prohibited", "annex_iii", "high_risk", "exception", "transparency", "gpai", "scope", "duty")
LAPSED = "What the lawyer said of the finding lapsed: the facts or the finding have changed since."
CAUTION = (
    "This finding is a reasoned opinion under one dated edition of the law and on the answers in section 6. "
    "It binds no authority and no court."
)


def tier_mark(tier: str) -> Mark:
    """Return the tier in the words that lists use."""
    return Mark(in_words(tier) or "No finding", TIER_TONES.get(tier, Tone.OPEN))


def finding_section(pack: Pack) -> Section:
    """Write the section on the finding: what holds, what is open, what was considered and does not apply."""
    opinion = read_opinion(pack.finding)
    gaps = gaps_of(pack, NUMBER, _missing(pack, opinion))
    clauses = numbered(NUMBER, _clauses(pack, opinion, gaps))
    return Section(NUMBER, "The finding", _lead(opinion), clauses, gaps)


def _lead(opinion: Opinion) -> Text:
    if not opinion.tier:
        return say("The system has not been classified.")
    return say(cut(opinion.headline, 600) or tier_mark(opinion.tier).word)


def _missing(pack: Pack, opinion: Opinion) -> list[Gap]:
    if not opinion.tier:
        return [gap(pack, NUMBER, "No finding exists for this version: the questionnaire was never judged.")]
    found = [gap(pack, NUMBER, LAPSED) for position in pack.positions if position.lapsed]
    if count := len(opinion.open_questions):
        word = "question is" if count == 1 else "questions are"
        found.append(gap(pack, NUMBER, f"{count} {word} unanswered and could still change the finding."))
    return found


def _clauses(pack: Pack, opinion: Opinion, gaps: tuple[Gap, ...]) -> Iterator[Clause]:
    yield _brief(pack, opinion, gaps)
    yield from map(position_clause, pack.positions)
    for state in (HOLDS, OPEN):
        yield from map(ruling_clause, sorted(opinion.in_state(state), key=_weight))
    if fails := opinion.in_state(FAILS):
        yield set_aside(fails)
    if opinion.tier:
        yield open_clause(opinion.open_questions)
        yield flips_clause(opinion.flips)
        yield upcoming_clause(opinion.upcoming)


def _weight(ruling: Ruling) -> int:
    return WEIGHTIEST.index(ruling.kind) if ruling.kind in WEIGHTIEST else len(WEIGHTIEST)


def _brief(pack: Pack, opinion: Opinion, gaps: tuple[Gap, ...]) -> Clause:
    rows: list[tuple[str, Text]] = [
        ("Tier", say(tier_mark(opinion.tier).word, "strong")),
        ("Lawyer", say(standing(pack.positions))),
        (
            "Edition of the law",
            say(f"Regulation (EU) 2024/1689, edition {opinion.edition}" if opinion.edition else DASH),
        ),
        ("Judged as on", say(day(opinion.on) or DASH)),
        ("Provisions examined", say(_examined(opinion))),
        ("General-purpose AI model", say(answer(opinion.gpai))),
    ]
    if opinion.at_least and opinion.at_least != opinion.tier:
        rows.insert(1, ("At least", say(tier_mark(opinion.at_least).word)))
    caution = Paragraph(say(CAUTION), "quiet")
    margin = Margin(mark=tier_mark(opinion.tier))
    return Clause("The finding in brief", (Facts(tuple(rows)), *_warnings(gaps), caution), margin)


def _examined(opinion: Opinion) -> str:
    counts = [
        (len(opinion.in_state(state)), word)
        for state, word in ((HOLDS, "hold"), (OPEN, "open"), (FAILS, "not met"))
    ]
    return ", ".join(f"{thousands(count)} {word}" for count, word in counts)


def _warnings(gaps: tuple[Gap, ...]) -> tuple[Notice, ...]:
    return notices(gaps)

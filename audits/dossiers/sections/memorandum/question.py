"""The question that a memorandum answers, and the short answer."""

from audits.dossiers.blocks import (
    Block,
    Clause,
    Facts,
    Margin,
    Notice,
    Paragraph,
    Section,
    Text,
    numbered,
    say,
)
from audits.dossiers.opinion import HOLDS, Opinion, read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.finding import LAPSED, NEVER, tier_mark, unanswered
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.positions import standing
from audits.dossiers.wording import DASH, answer, cut, day, law, plain, several
from audits.dossiers.wording import tier as in_words
from audits.packs.pack import Pack

CAUTION = (
    "A reasoned opinion under one dated edition of the law and on the facts stated here. "
    "It binds no authority and no court, and other facts could give another answer."
)


def question_section(pack: Pack, place: Place) -> Section:
    """Write the question and the answer in brief, for a reader who stops there."""
    opinion = read_opinion(pack.finding)
    none = "" if opinion.tier else NEVER
    held = any(not position.lapsed for position in pack.positions)
    points = (
        point(pack, place, "A finding", none),
        point(pack, place, "A position of a lawyer", "" if held else _without(pack)),
        *recorded(pack, place),
    )
    clauses = (
        Clause("Question", (Paragraph(_question(pack, opinion)),)),
        Clause("Short answer", _answer(pack, place, opinion), Margin(mark=tier_mark(opinion.tier))),
        *((Clause("What this section lacks", notices(lacking(points))),) if lacking(points) else ()),
    )
    lead = say(cut(opinion.headline, 600) or "The system has not been judged.")
    return Section(place.number, "Question and short answer", lead, numbered(place.number, clauses), points)


def _without(pack: Pack) -> str:
    return LAPSED if pack.positions else "No lawyer has confirmed or contested the finding."


def _question(pack: Pack, opinion: Opinion) -> Text:
    system = pack.system
    name = cut(system.name, 200) or "this system"
    version = f" in version {cut(system.version, 80)}" if system.version else ""
    roles = ", ".join(plain(role) for role in system.roles)
    whose = cut(pack.organisation.name, 200) or "the organisation"
    on = f", as on {day(opinion.on)}" if opinion.on else ""
    acting = f", of which {whose} is {roles}" if roles else ""
    return say(f"What does Regulation (EU) 2024/1689 make of {name}{version}{acting}{on}?")


def _answer(pack: Pack, place: Place, opinion: Opinion) -> tuple[Block, ...]:
    rows: list[tuple[str, Text]] = [
        ("Tier", say(tier_mark(opinion.tier).word, "strong")),
        ("Because of", _because(opinion)),
        ("Lawyer", say(standing(pack.positions))),
        ("Law", say(f"{law(opinion.edition)}, as on {day(opinion.on)}" if opinion.edition else DASH)),
        ("General-purpose AI model", say(answer(opinion.gpai))),
        ("Rests on", (*say(several(len(pack.answers), "answer", "answers")), *_listed_in(place))),
    ]
    if opinion.at_least and opinion.at_least != opinion.tier:
        rows.insert(1, ("At least", say(in_words(opinion.at_least))))
    blocks: list[Block] = [Facts(tuple(rows))]
    if opinion.open_questions:
        blocks.append(_still_open(place, opinion))
    return (*blocks, Paragraph(say(CAUTION), "quiet"))


def _listed_in(place: Place) -> Text:
    return (*say(", "), *place.see("answers"))


def _because(opinion: Opinion) -> Text:
    kinds = ("prohibited", "high_risk", "annex_iii", "transparency")
    decisive = [one for one in opinion.in_state(HOLDS) if one.kind in kinds]
    return say(", ".join(dict.fromkeys(cut(one.provision.cite, 80) for one in decisive)) or "No special rule")


def _still_open(place: Place, opinion: Opinion) -> Notice:
    settled = not any(one.could for one in opinion.open_questions)
    said = unanswered(opinion.open_questions).rstrip(".")
    return Notice("Open" if settled else "Not settled", (*say(f"{said}: "), *place.see("open"), *say(".")))

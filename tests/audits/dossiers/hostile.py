"""Packs that mean harm, or merely come from people with other alphabets."""

# ruff: noqa: RUF001 the letters of other alphabets are the point

from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any

from audits.dossiers import Pack
from tests.audits.dossiers.samples import raw as sample
from tests.audits.dossiers.samples import rendered

GREEK = "Σύστημα αξιολόγησης επικινδυνότητας υποτροπής για την υπηρεσία επιμελητών " * 4
BULGARIAN = (
    "Система за оценка на риска от повторно престъпление за службата за пробация и социална подкрепа ЍѝЪъ "
    * 3
)
MALTESE = "Sistema għall-valutazzjoni tar-riskju ta’ reċidiva għas-servizz tal-probation: ĊċĠġĦħŻż " * 3
IRISH = "Córas measúnaithe riosca ÁÉÍÓÚáéíóú ḂḃĊċḊḋḞḟĠġṀṁṖṗṠṡṪṫ"
MARKUP = (
    "</p></td><script>alert(1)</script><img src='file:///etc/passwd'>"
    "<style>*{display:none}</style>&amp;{{ 7|add:7 }}"
)
SEAL = "<annex:seal>" + "0" * 64 + " " + "0" * 12 + "</annex:seal>"
EMOJI = "Bewertung 🙂👩‍💻🇪🇺 ✅ ⚖️"
HEBREW = "מערכת להערכת סיכון לשירות המבחן"
ARABIC = "نظام تقييم مخاطر العودة إلى الجريمة"
CHINESE = "风险评估系统"
CONTROLS = "name\x00with\x07bells\u202e and a turn\ufeff\u200b\x1b[31m"
WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 24
NAMES = (GREEK, BULGARIAN, MALTESE, IRISH, MARKUP, SEAL, EMOJI, HEBREW, ARABIC, CHINESE, CONTROLS, WORD)


def named(*names: str) -> Pack:
    """Return the hand-written pack with every text that people enter replaced by these, one after the other."""
    turn = cycle(names)
    changed = sample("probation")
    for owner, keys in _entered(changed):
        owner |= {key: next(turn) for key in keys}
    changed["document"] |= {"requested_by": next(turn), "confidentiality": next(turn)[:40]}
    run = changed["fairness"][0]
    rates = run["result"]["by_group"].values()
    run["result"]["by_group"] = {f"{next(turn)} {i}": values for i, values in enumerate(rates)}
    run["plan"] |= {"thresholds_reason": next(turn), "by": [next(turn)], "prediction": next(turn)}
    changed["vendors"][0]["reasons"] = [next(turn)]
    return Pack.from_json(changed)


ENTERED = """
    name purpose description owner owners unit units scope requested_by title says summary reasons reason question
    answer note contact website vendor product use supplier sentence plan accepted_reason accepted_by explained
    open_questions by label headline thresholds_set_by thresholds_reason set_by worst_group caveats path why
"""


def all_named(told: dict[str, Any], *names: str) -> Pack:
    """Return a pack with every text that people may have entered replaced by these, wherever it stands."""
    turn, entered = cycle(names), frozenset(ENTERED.split())

    def renamed(key: str, value: Any) -> Any:  # noqa: ANN401 any JSON value
        if isinstance(value, dict):
            return {name: renamed(name, part) for name, part in value.items()}
        if isinstance(value, list):
            return [renamed(key, part) for part in value]
        return next(turn) if isinstance(value, str) and value and key in entered else value

    return Pack.from_json(renamed("", told))


@cache
def pdf(name: str) -> bytes:
    """Return the PDF of a pack in which everything has this name."""
    return rendered(named(name))


def _entered(raw: dict[str, Any]) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Yield the parts of a pack with the names of the texts that people enter there."""
    yield raw["system"], ("name", "purpose", "owner", "unit", "external_id", "version")
    yield raw["organisation"], ("name", "sector")
    yield raw["finding"], ("headline",)
    kinds = {
        "answers": ("question", "answer", "by", "note", "section"),
        "obligations": ("title", "says", "owner", "due_note", "recurrence"),
        "components": ("name", "use", "supplier"),
        "vendors": ("vendor", "product", "questionnaire"),
        "evidence": ("title", "owner"),
        "gaps": ("what", "owner"),
    }
    for kind, keys in kinds.items():
        yield from ((part, keys) for part in raw[kind])
    yield from ((ruling, ("title", "says", "note")) for ruling in raw["finding"]["findings"])

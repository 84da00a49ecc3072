"""Packs that mean harm, or merely come from people with other alphabets."""

# ruff: noqa: RUF001 the letters of other alphabets are the point

from typing import Any

from audits.dossiers import Pack
from tests.audits.dossiers.samples import raw as sample

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


def named(name: str) -> Pack:
    """Return the normal case with every text that people enter replaced by this one."""
    raw = sample("probation")
    raw["system"] |= {
        "name": name,
        "purpose": name,
        "owner": name,
        "unit": name,
        "external_id": name,
        "version": name,
    }
    raw["organisation"] |= {"name": name, "sector": name}
    raw["document"] |= {"requested_by": name, "confidentiality": name[:40]}
    _fill(raw, name)
    return Pack.from_json(raw)


def _fill(raw: dict[str, Any], name: str) -> None:
    for answer in raw["answers"]:
        answer |= {"question": name, "answer": name, "by": name, "note": name, "section": name[:60]}
    for duty in raw["obligations"]:
        duty |= {"title": name, "says": name, "owner": name, "due_note": name, "recurrence": name}
    for vendor in raw["vendors"]:
        vendor |= {"vendor": name, "product": name, "reasons": [name], "questionnaire": name}
    for part in (*raw["components"], *raw["evidence"], *raw["gaps"]):
        part |= {key: name for key in ("name", "use", "supplier", "title", "what", "owner") if key in part}
    run = raw["fairness"][0]
    run["result"]["by_group"] = {
        f"{name} {i}": rates for i, rates in enumerate(run["result"]["by_group"].values())
    }
    run["plan"] |= {"thresholds_reason": name, "by": [name], "prediction": name}
    raw["finding"] |= {"headline": name}
    for ruling in raw["finding"]["findings"]:
        ruling |= {"title": name, "says": name, "note": name}

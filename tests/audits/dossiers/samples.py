"""Packs to render: a recidivism score as a court service would register it, an empty one, a very large one."""

from copy import deepcopy
from typing import Any

from audits.dossiers import Pack

# ProPublica's published counts (2016), by race: true negatives, false positives, false negatives, true positives.
COMPAS = {
    "African-American": (990, 805, 532, 1369),
    "Asian": (21, 2, 3, 6),
    "Caucasian": (1139, 349, 461, 505),
    "Hispanic": (318, 87, 129, 103),
    "Native American": (5, 3, 1, 9),
    "Other": (208, 36, 90, 43),
}
LAW = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:02024R1689-20260727#"
Json = dict[str, Any]


def compas_json() -> Json:
    """Return the normal case: high-risk, a provider that is also deployer, one run, one vendor, some gaps."""
    return deepcopy(_COMPAS_PACK)


def compas() -> Pack:
    return Pack.from_json(compas_json())


def empty() -> Pack:
    """Return a pack about which nothing is known but its document."""
    return Pack.from_json({"document": {"reference": "DOS-0009", "created_at": "2026-11-20T09:00:00+00:00"}})


def with_obligations(count: int) -> Pack:
    """Return the normal case with that many obligations."""
    raw = compas_json()
    base = raw["obligations"]
    raw["obligations"] = [
        {**base[i % len(base)], "id": f"duty-{i}", "title": f"{base[i % len(base)]['title']} ({i + 1})"}
        for i in range(count)
    ]
    return Pack.from_json(raw)


def provision(cite: str, anchor: str) -> Json:
    return {"cite": cite, "anchor": anchor, "url": LAW + anchor}


def assessment() -> Json:
    """Return an assessment of the published counts in the form of the fairness core."""
    by_group = {name: _rates(*counts) for name, counts in COMPAS.items()}
    overall = _rates(*map(sum, zip(*COMPAS.values(), strict=True)))
    return {
        "n": 7214,
        "missing": {"excluded": 0},
        "overall": overall,
        "by_group": by_group,
        "intervals": {"by_group": {name: _intervals(*counts) for name, counts in COMPAS.items()}},
        "readings": _READINGS,
        "suppressed": [
            {
                "group": "Native American",
                "n": 18,
                "display": False,
                "inference": True,
                "complementary": False,
            },
        ],
        "undefined": {},
        "caveats": [
            "The outcome records a new arrest within two years, not a new offence; where policing differs between groups "
            "the label carries that difference.",
            "With unequal base rates, equal precision and equal error rates cannot all hold at once.",
        ],
        "authority": {"fairlearn": "0.15.0", "largest_difference": 0.0},
        "versions": {"fairlearn": "0.15.0", "duckdb": "2.0.0", "numpy": "2.4.6"},
        "seed": 20261120,
    }


def _rates(tn: int, fp: int, fn: int, tp: int) -> Json:
    n = tn + fp + fn + tp
    return {
        "count": n,
        "base_rate": (tp + fn) / n,
        "selection_rate": (tp + fp) / n,
        "tpr": tp / (tp + fn),
        "fpr": fp / (fp + tn),
        "fnr": fn / (tp + fn),
        "precision": tp / (tp + fp),
    }


def _intervals(tn: int, fp: int, fn: int, tp: int) -> Json:
    return {"fpr": _wilson(fp, fp + tn), "fnr": _wilson(fn, fn + tp), "tpr": _wilson(tp, fn + tp)}


def _wilson(hits: int, n: int) -> list[float]:
    z, p = 1.959963984540054, hits / n
    middle, half = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
    return [(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)]


_READINGS = [
    {
        "measure": "fpr",
        "kind": "difference",
        "value": 0.2139,
        "interval": [0.1826, 0.2449],
        "threshold": 0.1,
        "verdict": "disparity_supported",
        "sentence": "By race, the false-positive rate is lowest for Caucasian (23.5 %, 349 of 1,488) and highest for "
        "African-American (44.8 %, 805 of 1,795): a difference of 21.4 percentage points (95 % interval 18.3 to 24.5). "
        "This is beyond the threshold of 10.0 percentage points; chance alone is an unlikely explanation.",
        "worst_group": "African-American",
        "best_group": "Caucasian",
    },
    {
        "measure": "selection_rate",
        "kind": "ratio",
        "value": 0.632,
        "interval": [0.604, 0.66],
        "threshold": 0.8,
        "verdict": "disparity_supported",
        "sentence": "By race, the rate of the favourable outcome (“not high risk”) is lowest for African-American and highest "
        "for Other: a ratio of 0.521 (95 % interval 0.496 to 0.546). This is beyond the threshold of 0.8.",
        "worst_group": "African-American",
        "best_group": "Other",
    },
    {
        "measure": "precision",
        "kind": "ratio",
        "value": 0.939,
        "interval": [0.88, 1.0],
        "threshold": 0.8,
        "verdict": "within_tolerance_demonstrated",
        "sentence": "By race, the precision is within the threshold of 0.8, and so are the 95 % intervals between all groups "
        "compared. Too small to compare, and left out: Native American.",
        "worst_group": "Caucasian",
        "best_group": "African-American",
    },
]
_FINDINGS = [
    {
        "rule": "scope.2-1-a",
        "kind": "scope",
        "title": "Placing on the market and putting into service in the Union",
        "says": "The Act applies to a provider that places an AI system on the market or puts it into service in the Union, "
        "wherever that provider is established.",
        "state": "holds",
        "provision": provision("Art. 2(1)(a)", "art-2-1-a"),
        "applies_from": "2025-02-02",
        "until": None,
        "applies": True,
        "facts": [
            {
                "fact": "scope.in_union",
                "question": "Is the system placed on the market or used in the Union?",
                "answer": True,
            }
        ],
        "missing": [],
        "exceptions": [
            {
                "rule": "scope.2-3",
                "title": "Military, defence or national security only",
                "state": "fails",
                "provision": provision("Art. 2(3)", "art-2-3"),
                "why": "Does not apply. Is the system used exclusively for military, defence or national security? No.",
            }
        ],
    },
    {
        "rule": "high.annex-iii.6d",
        "kind": "high_risk",
        "title": "Risk of offending or re-offending, not solely by profiling",
        "says": "A system that law-enforcement authorities, or others on their behalf, use to assess the risk that a person "
        "offends or re-offends, not solely on the basis of profiling, is high-risk.",
        "note": "Where the assessment rests solely on profiling or on personality traits, Art. 5(1)(d) prohibits it.",
        "state": "holds",
        "provision": provision("Annex III, point 6(d)", "annex-iii-6-d"),
        "applies_from": "2027-12-02",
        "until": None,
        "applies": False,
        "facts": [
            {
                "fact": "use.law_enforcement.reoffending",
                "question": "Does the system assess the risk that a person offends or re-offends?",
                "answer": True,
            },
            {
                "fact": "use.law_enforcement.solely_profiling",
                "question": "Does the assessment rest solely on profiling or on personality traits?",
                "answer": False,
            },
        ],
        "missing": [],
        "exceptions": [
            {
                "rule": "exempt.6-3",
                "title": "No significant risk of harm",
                "state": "fails",
                "provision": provision("Art. 6(3)", "art-6-3"),
                "why": "Does not apply. A system that profiles natural persons is always high-risk (third subparagraph). "
                "Does the system profile natural persons? Yes.",
            }
        ],
    },
    {
        "rule": "prohibited.5-1-d",
        "kind": "prohibited",
        "title": "Predicting offences solely from profiling",
        "says": "Placing on the market, putting into service or using a system that assesses the risk of an offence solely on "
        "the basis of profiling or personality traits is prohibited.",
        "state": "open",
        "provision": provision("Art. 5(1)(d)", "art-5-1-d"),
        "applies_from": "2025-02-02",
        "until": None,
        "applies": True,
        "facts": [],
        "missing": ["use.law_enforcement.objective_facts"],
        "exceptions": [
            {
                "rule": "exempt.5-1-d",
                "title": "Support of a human assessment based on objective, verifiable facts",
                "state": "open",
                "provision": provision("Art. 5(1)(d)", "art-5-1-d"),
                "why": "Not known yet: Does the score support an assessment by a person that rests on verifiable facts?",
            }
        ],
    },
    {
        "rule": "prohibited.5-1-c",
        "kind": "prohibited",
        "title": "Social scoring",
        "says": "Evaluating persons over time by social behaviour with unjustified detrimental treatment is prohibited.",
        "state": "fails",
        "provision": provision("Art. 5(1)(c)", "art-5-1-c"),
        "applies_from": "2025-02-02",
        "until": None,
        "applies": True,
        "facts": [
            {
                "fact": "use.social_scoring",
                "question": "Does the system score social behaviour over time?",
                "answer": False,
            }
        ],
        "missing": [],
        "exceptions": [],
    },
    {
        "rule": "transparency.50-1",
        "kind": "transparency",
        "title": "Systems that interact with persons",
        "says": "Persons must be told that they interact with an AI system.",
        "state": "fails",
        "provision": provision("Art. 50(1)", "art-50-1"),
        "applies_from": "2026-08-02",
        "until": None,
        "applies": True,
        "facts": [
            {
                "fact": "use.interacts",
                "question": "Does the system interact directly with natural persons?",
                "answer": False,
            }
        ],
        "missing": [],
        "exceptions": [],
    },
]


def _duty(id_: str, title: str, says: str, role: str, cite: tuple[str, str], **more: object) -> Json:
    return {"id": id_, "title": title, "says": says, "role": role, "provision": provision(*cite), **more}


_HIGH = {"due_effective": "2027-12-02", "due_literal": "2026-08-02"}
_FINE = "up to EUR 15 000 000 or 3 % of turnover, Art. 99(4)"
_COMPAS_PACK: Json = {
    "document": {
        "reference": "DOS-0001",
        "kind": "system",
        "version": 1,
        "status": "in review",
        "language": "en",
        "confidentiality": "Confidential",
        "created_at": "2026-11-20T14:05:00+00:00",
        "requested_by": "Ada Brandt",
    },
    "organisation": {
        "name": "Nordhaven Probation Service",
        "size": "large",
        "sector": "Justice",
        "establishment": "Denmark",
        "public_body": True,
    },
    "system": {
        "reference": "SYS-0001",
        "name": "Recidivism scoring",
        "external_id": "risk-score",
        "purpose": "Gives probation officers a score from 1 to 10 for the risk that a person under supervision commits a new "
        "offence within two years. The officer reads the score beside the case file and writes a recommendation.",
        "unit": "Nordhaven / Supervision / Risk",
        "owner": "Erik Lund",
        "roles": ["provider", "deployer"],
        "lifecycle": "in_service",
        "version": "2.1.0",
        "version_date": "2026-09-14",
    },
    "components": [
        {
            "kind": "model",
            "reference": "MOD-0001",
            "name": "Gradient-boosted score",
            "version": "2.1.0",
            "supplier": "",
            "use": "Computes the score",
        },
        {
            "kind": "dataset",
            "reference": "DAT-0001",
            "name": "Broward County two-year outcomes",
            "version": "2016",
            "supplier": "",
            "use": "Validation",
        },
        {
            "kind": "product",
            "reference": "PRO-0001",
            "name": "CaseText 7",
            "version": "7.2",
            "supplier": "Lumen Language Models Ltd",
            "use": "Summarises case notes",
        },
    ],
    "finding": {
        "tier": "undetermined",
        "at_least": "high",
        "headline": "At least high-risk (Annex III, point 6(d)); could be prohibited (Art. 5(1)(d)) depending on 1 answer.",
        "edition": "2026-1744",
        "on": "2026-11-20",
        "findings": _FINDINGS,
        "obligations": [],
        "open_questions": [
            {
                "fact": "use.law_enforcement.objective_facts",
                "question": "Does the score support an assessment by a person that already rests on objective, verifiable "
                "facts linked to criminal activity?",
                "could": ["prohibited", "high"],
                "provision": provision("Art. 5(1)(d)", "art-5-1-d"),
            }
        ],
        "flips": [
            {"fact": "use.law_enforcement.solely_profiling", "answer": True, "becomes": "prohibited"},
            {"fact": "use.law_enforcement.reoffending", "answer": False, "becomes": "minimal"},
        ],
        "upcoming": [
            {
                "on": "2027-12-02",
                "rule": "high.annex-iii.6d",
                "title": "Annex III",
                "says": "The duties for high-risk systems of Annex III begin to apply.",
                "provision": provision("Art. 113(c)", "art-113"),
            }
        ],
        "gpai": False,
    },
    "answers": [
        {
            "fact": "scope.in_union",
            "section": "Scope",
            "question": "Is the system placed on the market or used in the Union?",
            "answer": True,
            "by": "Ada Brandt",
            "at": "2026-11-18",
        },
        {
            "fact": "use.areas",
            "section": "Use",
            "question": "In which of these areas is the system used?",
            "answer": ["law_enforcement"],
            "labels": ["Law enforcement, or on its behalf"],
            "by": "Ada Brandt",
            "at": "2026-11-18",
        },
        {
            "fact": "use.law_enforcement.reoffending",
            "section": "Use",
            "question": "Does the system assess the risk that a person offends or re-offends?",
            "answer": True,
            "by": "Erik Lund",
            "at": "2026-11-18",
        },
        {
            "fact": "use.law_enforcement.solely_profiling",
            "section": "Use",
            "question": "Does the assessment rest solely on profiling or on personality traits?",
            "answer": False,
            "note": "The officer's file is read first; see EV-0002.",
            "by": "Erik Lund",
            "at": "2026-11-19",
        },
        {
            "fact": "use.law_enforcement.objective_facts",
            "section": "Use",
            "question": "Does the score support an assessment by a person that already rests on objective, verifiable facts "
            "linked to criminal activity?",
            "answer": None,
            "by": "Erik Lund",
            "at": "2026-11-19",
        },
    ],
    "obligations": [
        _duty(
            "literacy",
            "AI literacy",
            "Take measures so that staff who operate the system understand it well enough.",
            "provider",
            ("Art. 4", "art-4"),
            due_effective="2025-02-02",
            recurrence="continuous",
            state="met",
            owner="Ada Brandt",
        ),
        _duty(
            "rms",
            "Risk management system",
            "Establish, document and keep up a risk management system over the whole life of the system.",
            "provider",
            ("Art. 9", "art-9"),
            **_HIGH,
            due_note="Art. 113 as amended; the literal reading follows the date of Chapter III before the amendment",
            recurrence="continuous",
            fine=_FINE,
            owner="Erik Lund",
        ),
        _duty(
            "data",
            "Data and data governance",
            "Examine training, validation and testing data for possible biases and take measures against them.",
            "provider",
            ("Art. 10(2)(f), (g)", "art-10-2-f"),
            **_HIGH,
            fine=_FINE,
            owner="Erik Lund",
        ),
        _duty(
            "techdoc",
            "Technical documentation",
            "Draw up the technical documentation of Annex IV before the system is put into service and keep it up to date.",
            "provider",
            ("Art. 11, Annex IV", "art-11"),
            **_HIGH,
            limit="kept for 10 years",
            fine=_FINE,
            owner="",
        ),
        _duty(
            "oversight",
            "Human oversight by competent people",
            "Assign oversight to people with the competence, the training and the authority for it.",
            "deployer",
            ("Art. 26(2)", "art-26-2"),
            **_HIGH,
            fine=_FINE,
            owner="Mira Holm",
        ),
        _duty(
            "fria",
            "Fundamental rights impact assessment",
            "Assess the impact on fundamental rights before the first use and notify the market surveillance authority.",
            "deployer",
            ("Art. 27(1)", "art-27-1"),
            **_HIGH,
            owner="Ada Brandt",
            evidence=["report"],
        ),
        _duty(
            "inform",
            "Information of affected persons",
            "Tell persons that a high-risk system is used for decisions about them.",
            "deployer",
            ("Art. 26(11)", "art-26-11"),
            **_HIGH,
            owner="",
        ),
    ],
    "fairness": [
        {
            "reference": "RUN-0001",
            "name": "Error rates by race",
            "plan": {
                "outcome": "two_year_recid",
                "prediction": "high_risk",
                "by": ["race"],
                "favourable": "0",
                "thresholds_set_by": "Mira Holm",
                "thresholds_reason": "Ten percentage points between error rates, as agreed with the supervisory board on "
                "3 September 2026; four fifths for selection, as a customary point of comparison.",
            },
            "dataset": "ProPublica, COMPAS two-year outcomes, counts by race (2016)",
            "dataset_sha256": "9f2c1b7a54d0c8e39a6b0f4d7718e2f5c3ab96d1e8704f52b1c6a9d3e0f74825",
            "rows": 7214,
            "finished_at": "2026-11-20T13:40:12+00:00",
            "result": assessment(),
            "charts": ["fpr", "fnr"],
        }
    ],
    "vendors": [
        {
            "reference": "VA-0001",
            "vendor": "Lumen Language Models Ltd",
            "product": "CaseText 7",
            "questionnaire": "Foundation-model providers, edition 2026-1",
            "score": 71,
            "verdict": "acceptable_with_conditions",
            "reasons": [
                "Safety 80 of 100: red-team report of May 2026 supplied, with residual risks named.",
                "Reliability 74 of 100: versions are pinned for twelve months.",
                "Data handling 58 of 100: prompts are kept for 30 days; deletion on request is promised, not shown.",
            ],
            "answers": [
                {
                    "section": "Safety",
                    "question": "Was the model tested adversarially in the last twelve months?",
                    "answer": True,
                    "score": 90,
                    "reason": "Report of 12 May 2026.",
                },
                {
                    "section": "Data handling",
                    "question": "Are customers' inputs used for training?",
                    "answer": False,
                    "score": 100,
                    "reason": "Contract, clause 9.2.",
                },
                {
                    "section": "Data handling",
                    "question": "How long are inputs kept?",
                    "answer": "30 days",
                    "score": 40,
                    "reason": "No shorter term was offered.",
                },
            ],
            "assessed_by": "Ada Brandt",
            "assessed_at": "2026-10-02",
            "valid_until": "2027-10-02",
        }
    ],
    "evidence": [
        {
            "reference": "EV-0001",
            "title": "Validation report 2.1.0",
            "kind": "file",
            "sha256": "e2cc8e38 1d541f38 8b61bfe5 562eb7eb 70b6fea9 7cf53605 399e93fe 06ae7501".replace(
                " ", ""
            ),
            "owner": "Erik Lund",
            "added_at": "2026-09-12",
            "valid_until": "2027-09-12",
        },
        {
            "reference": "EV-0002",
            "title": "Instruction for officers: the file is read before the score",
            "kind": "file",
            "sha256": "1f6b27ba 325c1ede 7fb94b52 ffa086d7 1c875e7c 4377515c 743dc86a 8a0553df".replace(
                " ", ""
            ),
            "owner": "Mira Holm",
            "added_at": "2026-06-04",
        },
    ],
    "gaps": [
        {
            "section": 3,
            "what": "No evidence is attached for human oversight (Art. 26(2)).",
            "owner": "Mira Holm",
        }
    ],
    "trail": {
        "seq": 1482,
        "hash": "4c0f1f9d5b3ae2c1d7788e60aa31b4f2907de5c6b1f2a4903e5d6c7b8a9f0e1d",
        "at": "2026-11-20T14:04:58+00:00",
    },
}

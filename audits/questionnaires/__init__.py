"""The questionnaires that vendors are asked, read once from the TOML files beside this one."""

import tomllib
from functools import cache
from pathlib import Path

from audits.scoring import BadQuestionnaire, Questionnaire, questionnaire

FOLDER = Path(__file__).parent
DEFAULT = "foundation-model-provider-2026"


class UnknownQuestionnaire(Exception):
    """There is no questionnaire of this id."""


@cache
def questionnaire_ids() -> tuple[str, ...]:
    """Return the ids of all editions."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def load(questionnaire_id: str = DEFAULT) -> Questionnaire:
    """Return one edition.

    Raises: UnknownQuestionnaire; BadQuestionnaire, naming each fault, when the file cannot be used.
    """
    if questionnaire_id not in questionnaire_ids():
        raise UnknownQuestionnaire(questionnaire_id)
    found = questionnaire(tomllib.loads((FOLDER / f"{questionnaire_id}.toml").read_text(encoding="utf-8")))
    if found.id != questionnaire_id:
        raise BadQuestionnaire([f"{questionnaire_id}.toml: the id inside is {found.id!r}"])
    return found

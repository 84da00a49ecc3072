"""Every model of ours says which of its fields are about people, so that nobody has to guess later."""

import pytest
from django.apps import apps
from django.db import models

OURS = [
    model for label in ("governance", "risk", "audits") for model in apps.get_app_config(label).get_models()
]


def points_at_a_person(field: models.Field) -> bool:
    return field.is_relation and field.related_model is not None and field.related_model.__name__ == "User"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_states_its_personal_fields(model):
    stated = vars(model).get("personal")
    fields = {field.name: field for field in model._meta.get_fields() if field.concrete}

    assert isinstance(stated, frozenset), "say personal: ClassVar[frozenset[str]] = frozenset({...})"
    assert stated <= fields.keys()
    assert {name for name, field in fields.items() if points_at_a_person(field)} <= stated

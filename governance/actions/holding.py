"""What an action locks before it reads what it will write: the record, then its parts, the trail's head last."""

from django.db import models


def hold(row: models.Model) -> None:
    """Lock a row until the caller commits; rows that refer to it may still come and go (decision 0015).

    Cost: one query.
    """
    # Of the class, not of the instance: whoever is signed in comes as a lazy object.
    rows = row._meta.model._default_manager.all()
    rows.select_for_update(of=("self",), no_key=True).only("pk").get(pk=row.pk)

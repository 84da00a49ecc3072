"""What may stand in the way of a draft: documents that the Act prescribes and assessments of vendors alike."""


class NotDraft(Exception):
    """It is closed for good; what it says cannot be changed, only written anew."""


class Incomplete(Exception):
    """Something is neither answered nor said not to apply, nor not to be known; `missing` names it."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))

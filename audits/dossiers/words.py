"""What a verification comes to, as people read it."""

from collections.abc import Mapping

CONCLUSIONS: Mapping[str, str] = {
    "intact": "Intact. Nothing in it was changed since it was made.",
    "unproven": "Whole in itself, and not proven: no signature trusted here, and no note of it in this register.",
    "untrusted": "Not altered, but signed by somebody for whom none of the roots configured here vouches.",
    "altered": "Altered. This is not the file that Annex made.",
    "unreadable": "This is no dossier made by Annex.",
}

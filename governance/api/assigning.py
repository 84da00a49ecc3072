"""Giving a duty, a disparity, or whatever else is somebody's, to somebody."""

from governance.api.fields import Address
from governance.api.shapes import In


class AssignIn(In):
    """Who looks after it."""

    owner = Address(max_length=254, help_text="Address of somebody who works in the system's unit, or above.")

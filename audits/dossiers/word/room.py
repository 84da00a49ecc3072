"""Writing Word files as `governance.apart` knows it; loaded on both sides, and light."""

from governance.apart import Room

ROOM = Room("audits.dossiers.word.room", orders="audits.dossiers.word.orders", refusals=())
FILE = "written.docx"
EARLIER, LATER = "earlier.json", "later.json"

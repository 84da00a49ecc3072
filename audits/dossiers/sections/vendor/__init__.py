"""The sections of a report on a vendor's product."""

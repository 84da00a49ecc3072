"""The REST face of the register, and what the other packages' faces share."""

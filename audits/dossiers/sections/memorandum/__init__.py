"""The sections of a classification memorandum."""

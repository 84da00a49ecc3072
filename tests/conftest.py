"""What every test may ask for: the people, the clock, the database, and real services beside it."""

pytest_plugins = [
    "tests.services.cast",
    "tests.services.clock",
    "tests.services.database",
    "tests.services.examples",
    "tests.services.postgresql",
    "tests.services.redis",
    "tests.services.worker",
    "tests.services.browser",
    "tests.services.axe",
    "tests.services.shared",
    "tests.services.sockets",
    "tests.services.templates",
    "tests.services.world",
]

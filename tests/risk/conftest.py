"""What the tests of the law may ask for besides."""

from tests.risk.adopting import earlier  # noqa: F401 a fixture

"""What stands before every page."""

import pytest


@pytest.mark.parametrize("path", ["/systems/a%00b/finding/", "/plans/%00/", "/vendors/%00/assessments/"])
def test_a_path_that_no_database_can_look_for_is_not_found(client, lawyer, path):
    client.force_login(lawyer)

    assert client.get(path).status_code == 404

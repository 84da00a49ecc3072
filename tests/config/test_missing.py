"""Addresses that nothing has: a page for people, a problem document for programs."""

import pytest

from tests.callers import API, caller, faults


@pytest.mark.parametrize("address", [f"{API}/sistems", "/api/v2/systems", f"{API}/"])
def test_a_program_reads_a_problem_document(client, engineer, address):
    assert faults(client.get(address), 404) == {None: "not_found"}
    assert faults(caller(engineer).post(address, {}), 404) == {None: "not_found"}


def test_a_person_reads_a_page(client, lawyer):
    client.force_login(lawyer)

    answer = client.get("/sistems/")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<h1" in answer.content.decode()

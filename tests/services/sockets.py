"""No test reaches beyond this machine."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest


class Blocked(Exception):
    """A test tried to reach another machine."""


def is_here(host: str) -> bool:
    """Say whether a host is this machine, without asking anybody."""
    try:
        return host in {"", "localhost"} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_elsewhere(host: object) -> None:
    """Raise Blocked for a host that is not this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and not is_here(name):
        raise Blocked(name)


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex
    real_getaddrinfo = socket.getaddrinfo

    # A unix socket's address is a path; every other one begins with the host.
    def connect(self: socket.socket, address: str | tuple[object, ...]) -> None:
        refuse_elsewhere(address[0] if isinstance(address, tuple) else "")
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: str | tuple[object, ...]) -> int:
        refuse_elsewhere(address[0] if isinstance(address, tuple) else "")
        return real_connect_ex(self, address)

    def getaddrinfo(host: object, *args: object, **kwargs: object) -> list[object]:
        refuse_elsewhere(host)
        return real_getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield

"""Whose budget a request is on: a network's, as the gateway saw it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.canonical import canonical_network

pytestmark = pytest.mark.req("SEC07", "SEC10")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0db8:0001:0002:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_ipv6_counts_by_its_first_half_and_ipv4_by_the_whole(address: str, network: str) -> None:
    assert canonical_network(address) == network


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_whatever_the_last_half_it_is_one_network(address: object, rest: int) -> None:
    half = int(address) >> 64 << 64  # type: ignore[call-overload]
    one, other = type(address)(half | 1), type(address)(half | rest)  # type: ignore[call-arg]
    is_mapped = half == 0
    assert is_mapped or canonical_network(str(one)) == canonical_network(str(other))

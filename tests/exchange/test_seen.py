"""The table of keys seen stands in for a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from karamad.registers.exchange.seen import SMALLEST, Seen, digest

NUMBERS = st.integers(1, 2**63 - 1) | st.integers(-(2**63), -1)


@given(st.lists(st.dictionaries(NUMBERS, NUMBERS), max_size=5))
def test_it_remembers_what_was_said_first(batches):
    seen, told = Seen(), {}
    for batch in batches:
        seen.update(batch)
        told = {k: v & 0xFFFF_FFFF for k, v in batch.items()} | told

    assert {key: seen.get(key) for key in told} == told


def test_it_grows_and_knows_what_it_never_saw():
    seen = Seen()
    keys = {hash((n, "EL")): digest((n,)) for n in range(SMALLEST * 3)}

    seen.update(keys)

    assert all(seen.get(key) == value for key, value in keys.items())
    assert seen.get(hash((-5, "EL"))) is None

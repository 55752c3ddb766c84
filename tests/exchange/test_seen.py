"""The runs of keys seen stand in for a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from karamad.registers.exchange.seen import Seen

FEW = st.integers(-5, 5)
NUMBERS = FEW | st.integers(-(2**63), 2**63 - 1)


@given(st.lists(st.dictionaries(NUMBERS, NUMBERS), max_size=9), st.lists(NUMBERS))
def test_it_remembers_what_was_said_first(batches, asked):
    seen, told = Seen(), {}
    for batch in batches:
        seen.update(batch)
        told = batch | told

    assert seen.among(list(told)) == told
    assert seen.among(asked) == {key: told[key] for key in asked if key in told}


def test_a_key_of_an_early_batch_is_found_behind_many_later_ones():
    seen = Seen()
    for start in range(0, 100_000, 1_000):
        seen.update({hash((n, "EL")): n for n in range(start, start + 1_000)})

    assert seen.among([hash((7, "EL")), hash((-5, "EL"))]) == {hash((7, "EL")): 7}

from hypothesis import given
from hypothesis import strategies as st

from everly.scheduling.engine.bits import bit_index, concatenated, lowest, repeated, turned

members = st.sets(st.integers(0, 499), max_size=40)


def bits_of(numbers: set[int]) -> int:
    return sum(1 << number for number in numbers)


@given(members, st.sampled_from([8, 64, 512]), st.integers(0, 499))
def test_an_index_finds_what_a_look_at_every_number_finds(numbers: set[int], width: int, point: int) -> None:
    index = bit_index(bits_of(numbers), 500, width)
    assert index.first(point) == min((n for n in numbers if n >= point), default=None)
    assert index.last(point) == max((n for n in numbers if n <= point), default=None)
    assert index.has(point) == (point in numbers)
    assert list(index.members()) == sorted(numbers)


@given(st.lists(st.tuples(st.integers(0, 2**70), st.integers(1, 70)), max_size=9))
def test_patterns_stand_one_after_the_other(parts: list[tuple[int, int]]) -> None:
    cut = [(bits & (1 << width) - 1, width) for bits, width in parts]
    text = "".join(format(bits, f"0{width}b") for bits, width in reversed(cut))
    assert concatenated(cut) == int(text or "0", 2)


@given(st.integers(0, 255), st.integers(1, 8), st.integers(0, 100))
def test_a_pattern_is_repeated_over_a_length(bits: int, width: int, length: int) -> None:
    bits &= (1 << width) - 1
    assert repeated(bits, width, length) == sum((bits >> n % width & 1) << n for n in range(length))


@given(st.integers(0, 300), st.integers(-300, 300), st.integers(1, 400), st.integers(1, 211))
def test_a_walk_around_a_circle_touches_each_of_its_stops(start: int, distance: int, count: int, modulus: int) -> None:
    assert turned(start, distance, count, modulus) == bits_of({(start + n * distance) % modulus for n in range(count)})


def test_the_lowest_bit() -> None:
    assert [lowest(bits) for bits in (1, 2, 6, 1 << 90)] == [0, 1, 1, 90]

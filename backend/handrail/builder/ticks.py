"""Time as bits, one bit a tick of the week."""

from collections.abc import Iterable


def bits(spans: Iterable[tuple[int, int]]) -> int:
    """Return the ticks of spans as bits."""
    return union(((1 << (ends - begins)) - 1) << begins for begins, ends in spans)


def union(masks: Iterable[int]) -> int:
    """Return the ticks that any of them has."""
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def starts_of(free: int, ticks: int) -> int:
    """Return where a session of so many ticks could begin within free time. Doubling: few shifts for long sessions."""
    length = 1
    while length < ticks and free:
        step = min(length, ticks - length)
        free &= free >> step
        length += step
    return free


def ticks_of(mask: int) -> list[int]:
    """Return the places of the bits, in order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def nth_tick(mask: int, n: int) -> int:
    """Return the place of the bit that has `n` set bits below it, without listing those: by halves, counting each."""
    place, width = 0, mask.bit_length()
    while width > 1:
        half = width >> 1
        low = mask & ((1 << half) - 1)
        below = low.bit_count()
        if n < below:
            mask, width = low, half
        else:
            mask >>= half
            n -= below
            place += half
            width -= half
    return place


def dilate(mask: int, ticks: int) -> int:
    """Return the mask and so many ticks before and after each of its bits."""
    for _ in range(ticks):
        mask |= mask << 1 | mask >> 1
    return mask

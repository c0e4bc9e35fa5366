"""The part of its jitter by which a job begins later, always the same for the same job."""

from __future__ import annotations

from hashlib import blake2b


def jitter_of(ledger: str, job: int, jitter: float) -> int:
    """Milliseconds from 0 to below `jitter` seconds, spread evenly over the jobs of a ledger."""
    digest = blake2b(f"{ledger}/{job}".encode(), digest_size=8).digest()
    return int(int.from_bytes(digest, "big") * int(jitter * 1000) >> 64)

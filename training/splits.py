"""Which written passages are kept apart for validation: one rule for the encoder and the judge."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

HELD_OUT_PARTS = 10  # one part in ten is held out


def held_out(passage: str, look_alikes: str | None = None) -> bool:
    """Tell whether a written passage belongs to the validation part.

    The rule is a hash, so that it depends neither on the order nor on the number of rows. Look-alike
    passages (one `set`) fall on the same side, since each is a hard negative of the others.

    Args:
        passage: the row's `passage` id.
        look_alikes: the row's `set` id, or None where it has none.
    """
    key = f"set:{look_alikes}" if look_alikes else f"passage:{passage}"
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT_PARTS == 0


def row_held_out(row: Mapping[str, object]) -> bool:
    """Tell whether a row of the written questions belongs to the validation part."""
    look_alikes = row.get("set")
    return held_out(str(row["passage"]), str(look_alikes) if look_alikes else None)

"""Names in three languages, alone and in a sentence, so that Rijsel, Lille and Luik, Liège fall together.

In a batch all texts share one frame, so that nothing but the name tells them apart.
"""

from __future__ import annotations

import functools
import random

from ingest.text.languages import SERVED
from ingest.text.names.gazetteer import EntryKind, entries

NAMES_A_BATCH = 48

PLACE_FRAMES: tuple[tuple[str, str, str], ...] = (
    ("{}", "{}", "{}"),
    ("Wat gebeurde er in {}?", "Que s'est-il passé : {} ?", "What happened in {}?"),
    (
        "De delegatie bezocht {} en sprak met plaatselijke bedrijven.",
        "La délégation a visité {} et a rencontré des entreprises locales.",
        "The delegation visited {} and met local companies.",
    ),
    ("Economische missie: {}", "Mission économique : {}", "Economic mission: {}"),
)
BODY_FRAMES: tuple[tuple[str, str, str], ...] = (
    ("{}", "{}", "{}"),
    ("Wat zegt {} daarover?", "Que dit {} à ce sujet ?", "What does {} say about it?"),
    ("Er is overleg met {} gepland.", "Une réunion avec {} est prévue.", "A meeting with {} is planned."),
)


@functools.cache
def _named(bodies: bool) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return entries as their forms in Dutch, French and English; only those that have all three."""
    found = []
    for entry in entries():
        forms = dict(entry.names)
        if (entry.kind is EntryKind.ORGANISATION) is bodies and all(
            forms.get(language) for language in SERVED
        ):
            found.append(tuple(tuple(forms[language]) for language in SERVED))
    return tuple(found)


def draw_names(draw: random.Random) -> tuple[list[str], list[str]]:
    """Return texts in one language and, row by row, the same in another, each about another name."""
    bodies = draw.random() < 0.25
    named = _named(bodies)
    chosen = draw.sample(named, min(NAMES_A_BATCH, len(named)))
    frame = draw.choice(BODY_FRAMES if bodies else PLACE_FRAMES)
    first, second = draw.sample(range(3), 2)
    return (
        [frame[first].format(draw.choice(forms[first])) for forms in chosen],
        [frame[second].format(draw.choice(forms[second])) for forms in chosen],
    )

"""What well-known embedding models want written before a question or a passage."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RETRIEVE = "Given a web search query, retrieve relevant passages that answer the query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models told by their name; `query` and `passage` go before the text, their own spaces included."""

    name: str
    pattern: str
    query: str
    passage: str


# Each from the family's model card: huggingface.co/intfloat/multilingual-e5-small,
# .../intfloat/multilingual-e5-large-instruct, .../BAAI/bge-m3, .../BAAI/bge-small-en-v1.5,
# .../Alibaba-NLP/gte-multilingual-base, .../Alibaba-NLP/gte-Qwen2-1.5B-instruct,
# .../ibm-granite/granite-embedding-107m-multilingual, .../google/embeddinggemma-300m,
# .../Qwen/Qwen3-Embedding-0.6B. The first pattern that matches decides.
FAMILIES = (
    Family(name="e5-instruct", pattern=r"e5-.*instruct", query=f"Instruct: {_RETRIEVE}\nQuery: ", passage=""),
    Family(name="e5", pattern=r"(^|[-_])e5([-_]|$)", query="query: ", passage="passage: "),
    Family(name="bge-m3", pattern=r"bge-m3", query="", passage=""),
    Family(
        name="bge-en",
        pattern=r"bge-.*-en",
        query="Represent this sentence for searching relevant passages: ",
        passage="",
    ),
    Family(
        name="gte-instruct", pattern=r"gte-.*instruct", query=f"Instruct: {_RETRIEVE}\nQuery: ", passage=""
    ),
    Family(name="gte", pattern=r"(^|[-_])gte([-_]|$)", query="", passage=""),
    Family(name="granite", pattern=r"granite-embedding", query="", passage=""),
    Family(
        name="embeddinggemma",
        pattern=r"embedding-?gemma",
        query="task: search result | query: ",
        passage="title: none | text: ",
    ),
    Family(name="qwen3", pattern=r"qwen3-embedding", query=f"Instruct: {_RETRIEVE}\nQuery:", passage=""),
)


def family_of(name: str) -> Family | None:
    """Return the family of a hub id or folder by the last part of its name, or None."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1].lower()
    return next((family for family in FAMILIES if re.search(family.pattern, last)), None)

"""The dossier of one answer: what an auditor needs to see how it came about, and to ask it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.answer import Answer, Citation
from assistant.answering import Assistant
from assistant.serialising import answer_json
from index.passages import Filters
from ingest.document import Kind
from ingest.errors import MissiveError
from ingest.messages import Message
from ingest.text.languages import Language
from ingest.text.quotes import is_verbatim

FORMAT = "missive-dossier-1"

_COMPARED = ("answered", "text", "claims", "citations", "passages", "engine")
"""What a replay holds against the dossier; times differ by nature."""


class DossierError(MissiveError):
    """The file is no dossier that this version can replay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Whether today's library gives the same answer; `differs` names the parts that do not agree."""

    same: bool
    differs: tuple[str, ...]
    answer: Answer


def write_dossier(answer: Answer, assistant: Assistant, path: Path) -> None:
    """Keep everything about an answer at `path`, as JSON with a checksum over the rest."""
    content: dict[str, object] = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "library": {"folder": assistant.library.folder.name, "state": assistant.library.state_hash()},
        "models": assistant.models,
        "calibration": assistant.weigher.calibration.source,
        "engine": {"name": answer.engine, "prompt_sha256": getattr(assistant.engine, "prompt_sha256", None)},
        "standalone": answer.standalone.text,
        "checks": [_check(citation, assistant) for citation in answer.citations],
        "unverified": list(answer.unverified),
        "answer": answer_json(answer),
    }
    content["sha256"] = _checksum(content)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")


def read_dossier(path: Path) -> Mapping[str, object]:
    """Return the dossier at `path`.

    Raises:
        DossierError: the file is no dossier, of another format, or changed since it was made.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise DossierError(Message.of("dossier.unreadable", file=str(path))) from exc
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DossierError(Message.of("dossier.unreadable", file=str(path)))
    if content.get("sha256") != _checksum(content):
        raise DossierError(Message.of("dossier.changed", file=str(path)))
    return content


def replay(dossier: Mapping[str, object], assistant: Assistant) -> Replay:
    """Ask the dossier's question of today's library, with its filters, and compare."""
    kept = dossier["answer"]
    assert isinstance(kept, Mapping)
    answer = assistant.ask(
        str(dossier["standalone"]),
        language=Language(str(kept["language"])),
        filters=_filters(kept["filters"]),
    )
    now = json.loads(json.dumps(answer_json(answer), default=str))
    differs = [part for part in _COMPARED if now[part] != kept[part]]
    library = dossier["library"]
    assert isinstance(library, Mapping)
    if library["state"] != assistant.library.state_hash():
        differs.append("library")
    if dossier["models"] != assistant.models:
        differs.append("models")
    return Replay(same=not differs, differs=tuple(differs), answer=answer)


def _check(citation: Citation, assistant: Assistant) -> dict[str, object]:
    page = assistant.library.page(citation.document_id, citation.page)
    return {
        "marker": citation.marker,
        "page_text_sha256": page.text_sha256,
        "same_page_text": page.text_sha256 == citation.page_text_sha256,
        "verbatim": is_verbatim(citation.quote, page.text, citation.start, citation.end),
    }


def _checksum(content: Mapping[str, object]) -> str:
    rest = {name: value for name, value in content.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, default=str).encode("utf-8")).hexdigest()


def _filters(kept: object) -> Filters:
    values = dict(kept) if isinstance(kept, Mapping) else {}
    return Filters(
        countries=tuple(values.get("countries", ())),
        date_from=_day(values.get("from")),
        date_to=_day(values.get("to")),
        languages=tuple(Language(code) for code in values.get("languages", ())),
        documents=tuple(values.get("documents", ())),
        kinds=tuple(Kind(kind) for kind in values.get("kinds", ())),
        organisations=tuple(values.get("organisations", ())),
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None

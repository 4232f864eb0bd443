"""E-mail (.eml): the message as its reader sees it, and the files attached to it.

The page starts with the subject as heading and the From, To, Cc, Date and attachment lines, as a printed mail
does. Of a message in several forms the plain text is read, unless it only points to the HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import parseaddr
from pathlib import PurePosixPath, PureWindowsPath

from ingest.document import Flag, Heading, Kind, Page
from ingest.layout.block import Block, BlockKind
from ingest.layout.page_text import clean, compose
from ingest.layout.plain import read_plain
from ingest.readers import html, text
from ingest.readers.archive import damaged, encrypted
from ingest.readers.raw import Properties, RawDocument

_SHOWN_HEADERS = ("From", "To", "Cc", "Date")
_ENCRYPTED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_SIGNATURE_TYPES = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
)
_QUOTE_MARK = re.compile(r"^(?:> ?)+", re.MULTILINE)

_MAX_PARTS = 1_000
_PLACEHOLDER_CHARS = 200
"""A plain text shorter than this beside an HTML part five times as long stands in for it ("view online")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file attached to a mail, under the name it was sent with (without any folder)."""

    name: str
    content: bytes


def read(content: bytes, name: str) -> RawDocument:
    """Read the message itself; `attachments` gives the files that came with it.

    Raises:
        ReadError: the message is damaged or encrypted.
    """
    mail = _parse(content, name)
    body = _read_body(mail, name)
    header = compose(tuple(_header_blocks(mail, attachments(content, name))))
    first = replace(
        body.pages[0] if body.pages else Page(page=1, text=""),
        page=1,
        furniture=(),
    )
    shift = len(header.text) + (2 if first.text else 0)
    headings = tuple(
        Heading(
            start=heading.start + shift, end=heading.end + shift, level=heading.level + 1, text=heading.text
        )
        for heading in first.headings
    )
    joined = f"{header.text}\n\n{first.text}" if first.text else header.text
    page = Page(page=1, text=joined, headings=(*header.headings, *headings))
    rest = tuple(replace(page, page=number) for number, page in enumerate(body.pages[1:], start=2))
    return RawDocument(
        kind=Kind.EMAIL,
        pages=(page, *rest),
        title=_header(mail, "Subject") or None,
        properties=_properties(mail),
        flags=body.flags,
    )


def attachments(content: bytes, name: str) -> tuple[Attachment, ...]:
    """Return the files attached to the mail `content`, without pictures shown inside the text and signatures.

    Raises:
        ReadError: the message is damaged or encrypted.
    """
    found: list[Attachment] = []
    taken: set[str] = set()
    for part in _attached_parts(_parse(content, name)):
        own = _unique(_file_name(part, len(found) + 1), taken)
        taken.add(own.casefold())
        found.append(Attachment(name=own, content=_content(part)))
    return tuple(found)


def _parse(content: bytes, name: str) -> EmailMessage:
    try:
        mail = message_from_bytes(content.lstrip(), policy=default_policy)
        parts = sum(1 for _ in mail.walk())
    except (MessageError, RecursionError, ValueError, LookupError) as exc:
        raise damaged(name) from exc
    if mail.get_content_type() in _ENCRYPTED_TYPES:
        raise encrypted(name)
    if not mail.keys() or parts > _MAX_PARTS:
        raise damaged(name)
    return mail


def _read_body(mail: EmailMessage, name: str) -> RawDocument:
    plain, marked = (_body_text(mail, kind, name) for kind in ("plain", "html"))
    shown = html.read_markup(marked, kind=Kind.EMAIL, main_only=False) if marked.strip() else None
    shown_chars = sum(len(page.text) for page in shown.pages) if shown else 0
    stands_in = len(clean(plain)) < _PLACEHOLDER_CHARS and shown_chars > 5 * len(clean(plain))
    flags: tuple[Flag, ...] = shown.flags if shown else ()
    if shown and (stands_in or not plain.strip()):
        return shown
    pages = tuple(page for page in read_plain(_QUOTE_MARK.sub("", plain)) if page.text)
    return RawDocument(kind=Kind.EMAIL, pages=pages, flags=flags)


def _body_text(mail: EmailMessage, kind: str, name: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        written = part.get_content()
    except (LookupError, UnicodeError, ValueError, KeyError):
        written = None
    if not isinstance(written, str) or "\ufffd" in written:
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            written = html.decode(payload, name) if kind == "html" else text.decode(payload, name)
    written = written if isinstance(written, str) else ""
    return _unflow(written) if part.get_param("format") == "flowed" else written


def _unflow(written: str) -> str:
    """Join the lines that end in a space, which goes on on the next line (RFC 3676)."""
    return re.sub(r"(?<!^--) \r?\n(?!\r?\n|>)", " ", written, flags=re.MULTILINE)


def _header_blocks(mail: EmailMessage, files: tuple[Attachment, ...]) -> Iterator[Block]:
    subject = _header(mail, "Subject")
    if subject:
        yield Block(kind=BlockKind.HEADING, text=subject, level=1)
    for header in _SHOWN_HEADERS:
        value = _header(mail, header)
        if value:
            yield Block(kind=BlockKind.PARAGRAPH, text=f"{header}: {value}")
    if files:
        names = ", ".join(file.name for file in files)
        yield Block(kind=BlockKind.PARAGRAPH, text=f"Attachments: {names}")


def _header(mail: EmailMessage, header: str) -> str:
    """Return a header's value in words; a malformed one as far as it can be read."""
    try:
        return clean(str(mail.get(header, "")))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        raw = next((value for key, value in mail.raw_items() if key.casefold() == header.casefold()), "")
        return clean(str(raw))


def _attached_parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the attached parts; a forwarded message is one, and what is attached to it is its own."""
    bodies = {id(part) for kind in ("plain", "html") if (part := mail.get_body(preferencelist=(kind,)))}
    stack: list[EmailMessage] = [mail]
    while stack:
        part = stack.pop()
        if part.get_content_type() == "message/rfc822" and part is not mail:
            yield part
        elif part.is_multipart():
            stack.extend(reversed([child for child in part.iter_parts() if isinstance(child, EmailMessage)]))
        elif id(part) not in bodies and not _is_inline(part):
            yield part


def _is_inline(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    if kind in _SIGNATURE_TYPES:
        return True
    attached = part.get_content_disposition() == "attachment"
    if part.get_content_maintype() == "image":
        return not attached or part.get("Content-ID") is not None
    return part.get_content_maintype() == "text" and not attached and not part.get_filename()


def _file_name(part: EmailMessage, number: int) -> str:
    """Return the base name an attachment was sent with; a forwarded mail is called by its subject."""
    given = part.get_filename() or ""
    base = PureWindowsPath(PurePosixPath(given).name).name
    name = clean(re.sub(r"[\x00-\x1f/\\:]", " ", base)).strip(". ")
    if name:
        return name
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = _header(inner, "Subject") if isinstance(inner, EmailMessage) else ""
        stem = re.sub(r"[^\w .-]", "", subject).strip(" .")[:80]
        return f"{stem or f'message-{number}'}.eml"
    return f"attachment-{number}"


def _unique(name: str, taken: set[str]) -> str:
    path, number, unique = PurePosixPath(name), 2, name
    while unique.casefold() in taken:
        unique, number = f"{path.stem}-{number}{path.suffix}", number + 1
    return unique


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _properties(mail: EmailMessage) -> Properties:
    sender, address = parseaddr(_header(mail, "From"))
    return Properties(
        title=_header(mail, "Subject") or None,
        author=sender or address or None,
        organisation=_header(mail, "Organization") or _header(mail, "Organisation") or None,
        created=_sent(mail),
    )


def _sent(mail: EmailMessage) -> date | None:
    try:
        moment = getattr(mail.get("Date"), "datetime", None)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.date() if moment is not None else None

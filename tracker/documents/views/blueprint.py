"""The blueprint to which the documents belong, and how a made file goes out."""

import io

from flask import Blueprint, Response, request, send_file

from tracker.documents import printing, word
from tracker.documents.head import Signer, Signing
from tracker.documents.names import file_name
from tracker.documents.official import OfficialDocument
from tracker.vietnamese import tidy

LONGEST_TYPED = 120

bp = Blueprint("documents", __name__)


def as_word(*officials: OfficialDocument) -> Response:
    """Return the documents as one Word file to be saved."""
    return _attachment(word.word_file(*officials), word.MEDIA_TYPE, file_name(officials[0].title, "docx"))


def as_pdf(*officials: OfficialDocument) -> Response:
    """Return the documents as one PDF to be saved. Raises NoPdfHere."""
    return _attachment(printing.pdf_file(*officials), printing.MEDIA_TYPE, file_name(officials[0].title, "pdf"))


def asked_signer() -> Signer:
    """Return who signs, as the address says it; what it does not say well is the head, without a name."""
    chosen = request.args.get("ky", "")
    signing = Signing(chosen) if chosen in set(Signing) else Signing.HEAD
    return Signer(signing, typed("nguoi-ky"))


def typed(name: str) -> str:
    """Return one line of text of the address, at most 120 letters."""
    return " ".join(tidy(request.args.get(name, "")).split())[:LONGEST_TYPED]


def _attachment(content: bytes, media_type: str, name: str) -> Response:
    """Saved, never shown, and kept by no cache: a draft is for its agency alone."""
    answer = send_file(io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, max_age=0)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer

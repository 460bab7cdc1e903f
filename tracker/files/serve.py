"""How a kept file goes out: always saved, never shown, so that nothing in it can act in our name."""

import io

from flask import Response, send_file

from tracker.files.models import StoredFile


def attachment(file: StoredFile) -> Response:
    """Return the file as a download. Whether this person may have it, the route that owns the file decides."""
    answer = send_file(
        io.BytesIO(file.content), mimetype=file.media_type, as_attachment=True, download_name=file.name, max_age=0
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer

import hashlib
import uuid
from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from consult.files.names import safe_name

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".csv": "text/csv; charset=utf-8",
}
SHOWN_INLINE = {".jpg", ".jpeg", ".png"}


class PrivateStorage(FileSystemStorage):
    """Keeps files under random names outside the web root, and only if their transaction is committed."""

    def get_available_name(self, name, max_length=None):
        path = PurePosixPath(name)
        return str(path.with_name(f"{uuid.uuid4().hex}{path.suffix.lower()}"))

    def _save(self, name, content):
        try:
            name = super()._save(name, content)
        except OSError:
            self.delete(name)
            raise
        transaction.on_commit(UncommittedFile(self, name))
        return name

    def url(self, name):
        raise NotImplementedError("Files have no address of their own; a view asks for the right first.")


class UncommittedFile:
    """Called when the transaction is committed; dropped uncalled, and the file with it, when it is rolled back."""

    def __init__(self, storage, name):
        self.storage, self.name = storage, name

    def __call__(self):
        self.name = None

    def __del__(self):
        # Back in autocommit the transaction did commit, and only a callback before this one failed.
        if self.name and not connection.autocommit:
            self.storage.delete(self.name)


def checksum_of(file):
    """The SHA-256 of an open file, which is at its beginning afterwards."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def same_content(kept, sent):
    """Whether the stored file has the content of the one sent; one that is gone has not."""
    if not kept.storage.exists(kept.name):
        return False
    with kept.storage.open(kept.name) as stored:
        sent.seek(0)
        same = stored.read() == sent.read()
    sent.seek(0)
    return same


def as_download(content, name):
    """The bytes as a file to be saved under the name, whose ending says what they are."""
    disposition = content_disposition_header(True, name)
    content_type = CONTENT_TYPES[PurePosixPath(name).suffix]
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def serve_private(file, name, inline=False):
    """The stored file as a download named `name`, or as a picture in the page; 404 if it is gone.

    The caller has asked for the right. Only pictures are ever shown inline, everything else is an attachment.
    """
    suffix = PurePosixPath(file.name).suffix.lower()
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        opened,
        as_attachment=not (inline and suffix in SHOWN_INLINE),
        filename=safe_name(name),
        content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

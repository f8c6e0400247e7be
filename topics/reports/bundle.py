"""A whole topic or review meeting as one archive: its official documents, photos and attached files."""

import shutil
import zipfile
from functools import cached_property
from pathlib import PurePosixPath

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from consult.files.names import safe_name
from topics.agenda import listed_rows
from topics.models import ConsultationSession, Document, Photo, Plan, ReviewMeeting, Topic
from topics.reports.annual_book import untold
from topics.reports.papers import OFFICIAL_LANGUAGE, papers_of, temporary

# Of the 255 bytes that a name may have on a disk a Chinese character takes three.
LONGEST_NAME = 70
MOST_DOCUMENTS_AT_ONCE = 40
BUNDLED = {"topic-papers": Topic, "meeting-papers": ReviewMeeting}


class Bundle:
    """The archive of what the reader may open of the record one by one."""

    def __init__(self, record, user):
        self.record, self.user = record, user

    @cached_property
    def documents(self):
        """Pairs of a kind of document and its record: of the record itself, of its plans, of its sessions."""
        record, user = self.record, self.user
        if isinstance(record, Topic):
            plans = Plan.objects.visible_to(user).filter(topic=record).order_by("round", "number")
            sessions = ConsultationSession.objects.visible_to(user).filter(topic=record).order_by("number")
            parts = [*plans, *sessions]
            prefetch_related_objects([record], "recommenders", "townships", "departments")
            for part in parts:
                part.topic = record
        else:
            parts = [row.plan for row in listed_rows(record, user)]
        return [(kind, part) for part in (record, *parts) for _word, kind in papers_of(part, user)]

    @property
    def is_large(self):
        return len(self.documents) > MOST_DOCUMENTS_AT_ONCE

    def file(self):
        stream = temporary()
        self.write(stream)
        stream.seek(0)
        return stream

    def write(self, stream, tell=untold):
        """`tell(done, whole)` is told of each document."""
        with zipfile.ZipFile(stream, "w") as archive, override(OFFICIAL_LANGUAGE):
            for number, (kind, part) in enumerate(self.documents, start=1):
                tell(number - 1, len(self.documents))
                add(archive, kind.file(part, self.user), f"{number:02}", kind.named(part))
            if isinstance(self.record, Topic):
                for number, (file, name) in enumerate(attached(self.record, self.user), start=1):
                    add(archive, file, f"{_('Documents')}/{number:02}", name)


def attached(topic, user):
    """The files of the topic that the reader may open: those attached to it and the photos of its sessions."""
    found = [(d.file, d.name) for d in Document.objects.visible_to(user).filter(topic=topic)]
    photos = Photo.objects.visible_to(user).filter(session__topic=topic).order_by("session", "order", "pk")
    found += [(photo.file, f"{photo.caption or _('Photo')}.jpg") for photo in photos]
    for file, name in found:
        try:
            yield file.open("rb"), name
        except FileNotFoundError:
            continue


def add(archive, file, prefix, name):
    """One file under a name that every system can unpack; all that comes here is compressed in itself already."""
    name = PurePosixPath(safe_name(name))
    part = zipfile.ZipInfo(f"{prefix} {name.stem[:LONGEST_NAME]}{name.suffix}", timezone.localtime().timetuple()[:6])
    with file, archive.open(part, "w", force_zip64=True) as target:
        shutil.copyfileobj(file, target)

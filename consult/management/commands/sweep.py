import time
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db.models import FileField
from django.utils import timezone

from consult.models import Import, OrderedFile, SentForm, TypedText
from consult.trail import record_command

SECONDS_OF_GRACE = 24 * 3600


def named_files():
    """The stored names of all files that any row of any model names."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
                yield from rows.values_list(field.name, flat=True)


def orphans(root):
    """The stored files, older than a day, that no record names."""
    named = set(named_files())
    newest = time.time() - SECONDS_OF_GRACE
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.stat().st_mtime < newest and path.relative_to(root).as_posix() not in named
    ]


class Command(BaseCommand):
    help = (
        "Removes files that no record names and that are older than a day, left behind by a crash or a deletion, "
        "the keys of forms that were carried out long ago, text that was typed and files that were brought in as long "
        "ago and never saved, large files that were ordered as long ago, and the sessions of sign-ins that have ended."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="name them, remove none")
        parser.add_argument(
            "--form-days",
            type=int,
            default=OrderedFile.DAYS_KEPT,
            help="how many days keys of forms, unsaved text, previews of imports and ordered files are kept "
            "(default: %(default)s)",
        )

    def handle(self, *, dry_run, form_days, **options):
        day = timezone.now() - timedelta(days=form_days)
        rows = (
            SentForm.objects.filter(sent__lt=day),
            TypedText.objects.filter(kept_at__lt=day),
            Import.objects.filter(made_at__lt=day, state=Import.State.PREVIEWED),
            OrderedFile.objects.filter(ordered_at__lt=day),
            Session.objects.filter(expire_date__lt=timezone.now()),
        )
        if not dry_run:
            Import.objects.filter(made_at__lt=day).exclude(file="").update(file="")
        keys, texts, imports, ordered, sessions = (old.count() if dry_run else old.delete()[0] for old in rows)
        root = Path(settings.MEDIA_ROOT)
        found = orphans(root)
        for path in found:
            self.stdout.write(path.relative_to(root).as_posix())
            if not dry_run:
                path.unlink()
        if not dry_run:
            record_command("sweep", rows=keys + texts + imports + ordered + sessions, files=len(found))
        done = "found" if dry_run else "removed"
        self.stdout.write(
            f"{len(found)} files, {keys} keys of forms, {texts} unsaved texts, {imports} previews, "
            f"{ordered} ordered files and {sessions} ended sessions {done}"
        )

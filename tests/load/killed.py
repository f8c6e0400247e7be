"""Kills an import, a decision, an upload of photos and a backup at random moments: afterwards all of it or nothing.

`.venv/bin/python -m tests.load.killed [TIMES]`, some three minutes for 20 times each, on SQLite files of its own.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ACTS = ("import", "decision", "photos", "backup")
ROWS, PHOTOS = 400, 3
ALLOWED = {
    "import": {"0 previewed", f"{ROWS} carried_out"},
    "decision": {"submitted 0 pending 0", "party_passed 1 decided 1"},
    "photos": {"0", str(PHOTOS)},
    "backup": {"none", "whole"},
}


def main(times):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        call(home, "prepare")
        failed = [act for act in ACTS if not holds(home, act, times)]
    return f"broken: {failed}" if failed else 0


def holds(home, act, times):
    """Whether nothing but all or nothing was ever found; once the act is let through to learn how long it takes."""
    found = Counter()
    longest = ended(home, act, None, found)
    for _time in range(times):
        ended(home, act, random.uniform(0, longest), found)
    print(f"{act:9} {longest:5.2f} s   {dict(found)}")
    return set(found) <= ALLOWED[act]


def ended(home, act, moment, found):
    """Does the act on a copy of the home, killed at the moment; notes what is left and returns the seconds it took."""
    copy = home.with_name("copy")
    shutil.copytree(home, copy)
    child = subprocess.Popen(command("do", act), env=environment(copy), stdout=subprocess.PIPE, text=True)
    child.stdout.readline()
    began = time.monotonic()
    if moment is not None:
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
    child.wait()
    took = time.monotonic() - began
    child.stdout.close()
    found[call(copy, "check", act)] += 1
    shutil.rmtree(copy)
    return took


def command(*words):
    return [sys.executable, "-m", "tests.load.killed", *words]


def environment(home):
    place = {"CONSULT_VAR": str(home), "DATABASE_URL": f"sqlite:///{home / 'db.sqlite3'}"}
    return os.environ | place | {"DJANGO_SETTINGS_MODULE": "consult.settings"}


def call(home, *words):
    done = subprocess.run(command(*words), env=environment(home), check=True, capture_output=True, text=True)
    return done.stdout.strip()


def prepare():
    from django.core.management import call_command

    from consult.imports.carrying import bring_in
    from consult.imports.kinds import kinds
    from tests.cast import Cast
    from tests.consult.imports.files import sheet_of
    from tests.journeys import Journey, day
    from topics.models import Body

    call_command("migrate", verbosity=0)
    journey = Journey(Cast())
    towns = sheet_of(["乡镇"], *([f"新{number:03}镇"] for number in range(ROWS)))
    brought = bring_in(kinds()["townships"], towns, journey.cast["office"])
    item = journey.meeting(Body.PARTY_GROUP, day(3), journey.submitted_plan()).items.get()
    journey.topic = None
    ids = {"import": brought.pk, "item": item.pk, "session": journey.drafted_session().pk}
    note().write_text(json.dumps(ids | {one: journey.cast[one].pk for one in ("office", "party_group", "clerk")}))


def note():
    return Path(os.environ["CONSULT_VAR"], "ids.json")


def do(act):
    from django.db import transaction
    from django.utils.datastructures import MultiValueDict

    from consult.backups import write_backup
    from consult.imports.carrying import carry_out
    from members.models import User
    from tests.journeys import day
    from topics.forms.session_photos import PhotosForm
    from topics.models import AgendaItem, ConsultationSession
    from topics.workflow import take

    ids = json.loads(note().read_text())
    people = {name: User.objects.get(pk=ids[name]) for name in ("office", "party_group", "clerk")}
    item = AgendaItem.objects.select_related("plan").get(pk=ids["item"])
    session = ConsultationSession.objects.get(pk=ids["session"])
    photos = MultiValueDict({"new-photos": pictures()}) if act == "photos" else None
    print("ready", flush=True)
    if act == "import":
        carry_out(ids["import"], people["office"])
    elif act == "decision":
        answers = {"item": item, "outcome": "passed", "opinion": "示例意见"}
        take(item.plan, "pass_party_group", by=people["party_group"], happened_on=day(3), **answers)
    elif act == "photos":
        with transaction.atomic():
            form = PhotosForm(session, {}, photos)
            assert form.is_valid(), form.errors
            form.save(people["clerk"])
    else:
        write_backup(note().with_name("safe"))


def pictures():
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    for number in range(PHOTOS):
        stream = BytesIO()
        Image.effect_noise((1600, 1200), 20 + number).convert("RGB").save(stream, "JPEG")
        yield SimpleUploadedFile(f"{number}.jpg", stream.getvalue())


def check(act):
    from django.conf import settings
    from django.core.management import call_command

    from committees.models import Township
    from consult.backups import unpack
    from consult.management.commands import sweep
    from consult.models import Import
    from topics.history import broken_links
    from topics.models import AgendaItem, Decision, Photo, Step

    ids = json.loads(note().read_text())
    assert not broken_links()
    if act == "import":
        found = Import.objects.get(pk=ids["import"])
        print(Township.objects.filter(name__startswith="新").count(), found.state)
    elif act == "decision":
        item = AgendaItem.objects.get(pk=ids["item"])
        lines = Step.objects.filter(plan=item.plan, transition="pass_party_group").count()
        print(item.plan.stage, Decision.objects.filter(item=item).count(), item.state, lines)
    elif act == "photos":
        sweep.SECONDS_OF_GRACE = 0
        time.sleep(0.01)
        call_command("sweep", stdout=sys.stderr)
        kept = {path.relative_to(settings.MEDIA_ROOT).as_posix() for path in Path(settings.MEDIA_ROOT).rglob("*.jpg")}
        print(Photo.objects.count() if kept == set(sweep.named_files()) else f"{len(kept)} files")
    else:
        written = list(note().with_name("safe").glob("*.tar"))
        for path in written:
            unpack(path, note().with_name("again"))
        print("whole" if written else "none")


if __name__ == "__main__":
    if len(sys.argv) == 1 or sys.argv[1].isdecimal():
        sys.exit(main(int((*sys.argv, "20")[1])))
    import django

    django.setup()
    {"prepare": prepare, "do": do, "check": check}[sys.argv[1]](*sys.argv[2:])

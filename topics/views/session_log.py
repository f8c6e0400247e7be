from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.exceptions import Conflict
from consult.files.uploads import MOST_PHOTOS
from consult.views import conflict_page, next_version, remember_save
from consult.views.edits import differences
from topics.forms.session_log import SessionLog
from topics.forms.session_photos import PhotosForm
from topics.models import ConsultationSession
from topics.views.fetch import fetch
from topics.views.jumps import RECORD, with_jumps
from topics.workflow import take
from topics.workflow.machine import lock
from topics.workflow.session import everybody_is_marked, missing_in, no_record_now

ANCHORS = {"everyone": "people", "guests": "guests", "opinions": "opinions", "speeches": "speeches"}


def session_log(request, pk):
    """The record of a session on one page: a draft saved as often as one likes, photos apart from the text."""
    session = fetch(ConsultationSession, request.user, pk, may="topics.change_consultationsession")
    refuse_frozen(session)
    if request.method != "POST":
        return log_page(request, session, SessionLog(session, request.user, more=request.GET.get("more", "")))
    photos = photos_added(request, session)
    log = SessionLog(session, request.user, request.POST)
    if "look_again" in request.POST or not log.is_valid():
        return log_page(request, session, log, photos)
    try:
        saved = save_log(log, request)
    except ValidationError as error:
        log.record.add_error(None, error)
        return log_page(request, session, log, photos)
    if not saved:
        return lost_race(request, log, pk, photos)
    if photos and photos.errors:
        fresh = fetch(ConsultationSession, request.user, pk)
        return log_page(request, fresh, SessionLog(fresh, request.user), photos)
    shows_photos = photos and not photos.left_out
    return redirect(way_on(request, pk, "#photos" if shows_photos else ""))


def refuse_frozen(session):
    """409 for a record that cannot be edited: completed, cancelled, postponed, or of a topic that takes none."""
    if reason := no_record_now(session):
        raise Conflict(reason, back_url=session.get_absolute_url())


@transaction.atomic
def photos_added(request, session):
    """Stores the photos sent along, whatever becomes of the text; gives their form, None where none were sent."""
    if not request.FILES:
        return None
    fresh = ConsultationSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    refuse_frozen(fresh)
    form = PhotosForm(fresh, request.POST, request.FILES)
    form.full_clean()
    tell_of_photos(request, form.save(request.user), form.left_out)
    return form


def tell_of_photos(request, count, left_out):
    if count:
        messages.success(request, ngettext("%d photo added", "%d photos added", count) % count)
    if left_out:
        names = {"names": "、".join(left_out)}
        messages.info(request, _("Already there and not added a second time: %(names)s") % names)


@transaction.atomic
def save_log(log, request):
    """Saves all parts if nobody else has saved since; the first time it begins the record. False after a lost race."""
    session = log.record.instance
    # The topic first, as every step locks it: two who each hold one of the rows would wait for each other.
    lock(session)
    if not next_version(log.record):
        return False
    if session.is_planned:
        take(ConsultationSession.objects.get(pk=session.pk), "begin_record", by=request.user)
    log.save(everyone="everyone" in request.POST)
    remember_save(request, session)
    return True


def lost_race(request, log, pk, photos):
    """Both texts side by side; where they are the same, as after a time-out, the page was only sent twice."""
    stored = fetch(ConsultationSession, request.user, pk)
    others = log.differences(SessionLog(stored, request.user))
    if not others and not differences(log.record, stored):
        return redirect(way_on(request, pk))
    return conflict_page(request, log.record, others, files_kept=not (photos and photos.errors))


def way_on(request, pk, part=""):
    """Where the pressed button leads: on with the record or the part, to what is missing, or to the completion."""
    session = ConsultationSession.objects.get(pk=pk)
    here = reverse("session_log", args=[pk])
    if "complete" in request.POST:
        gaps = gaps_in(session)
        return f"{here}?check=1" if gaps else reverse("step", args=["session", pk, "complete"])
    messages.success(request, _("Draft saved at %(time)s") % {"time": timezone.localtime().strftime("%H:%M")})
    if "everyone" in request.POST:
        return f"{here}#people"
    more = request.POST.get("add_row", "")
    return f"{here}?more={more}#{more}" if more in ANCHORS else here + part


def gaps_in(session):
    """Why the record cannot be completed yet: pairs of words and the id of the field to go to."""
    gaps = [(words, "people" if field == "present" else f"id_{field}") for field, words in missing_in(session).items()]
    if reason := everybody_is_marked(session):
        gaps.insert(0, (reason, "people"))
    if session.held_on > timezone.localdate():
        gaps.append((_("The date is still to come."), "id_held_on"))
    return gaps


def reopening_of(session):
    """The step that opened the record again, while it is not completed anew; else None."""
    step = session.steps.filter(transition__in=["complete", "reopen"]).order_by("sequence").last()
    return step if step and step.transition == "reopen" else None


def log_page(request, session, log, photos=None):
    """The page; `session` may carry typed values, so that what it says of the stored record is read afresh."""
    stored = ConsultationSession.objects.select_related("topic").get(pk=session.pk)
    photos = photos or PhotosForm(stored)
    context = {
        "session": stored,
        "log": log,
        "photos": photos,
        "room": MOST_PHOTOS - stored.photos.count(),
        "most_photos": MOST_PHOTOS,
        "reopened": reopening_of(stored),
        "gaps": gaps_in(stored) if "check" in request.GET and not log.record.is_bound else [],
    }
    return render(request, "topics/session_log.html", with_jumps(RECORD, context))

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.files.names import safe_name
from consult.files.storage import serve_private
from consult.forms.sent_once import sent_before, sent_once
from consult.punctuation import labelled
from consult.templatetags.ui import moment
from topics.forms.documents import MOST_AT_ONCE, TOO_MANY, DocumentForm, part_of
from topics.models import Document, Photo, Topic
from topics.rules import logs_session
from topics.views.fetch import fetch
from topics.workflow import WORKFLOWS, may_take
from topics.workflow.documents import note_document
from topics.workflow.machine import lock

BELONGS_TO = ("session", "recommendation")
LOG = "log"
ANSWERING = {"answer", "submit_draft"}


def document_upload(request, pk):
    """A file added to a topic, or to a session or recommendation of it, on a form of its own."""
    topic = fetch(Topic, request.user, pk, may="topics.add_document")
    if sent := sent_before(request):
        return sent
    initial = {name: request.GET[name] for name in BELONGS_TO if name in request.GET}
    form = DocumentForm(topic, request.user, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return sent_once(request, lambda: added(request, form))
    back = way_on(request, asked_from(form, topic))
    context = {"form": form, "about": topic, "title": _("Add a document"), "cancel_url": back}
    return render(request, "components/form_page.html", context)


@transaction.atomic
def stored(form):
    """The new document, or the one that another click was quicker to add."""
    lock(form.instance.topic)
    if there := form.found_there():
        return there
    document = form.save()
    note_document(document, "add_document", by=document.uploaded_by)
    return document


def stored_beside(record, user, files):
    """The files of the record, new or there already, and in words what is wrong with the others."""
    part = {name: it.pk for name, it in part_of(record).items() if it}
    kept, refused = [], []
    for file in files[:MOST_AT_ONCE]:
        form = DocumentForm(record.topic, user, part | {"is_internal": True}, {"file": file})
        if form.is_valid():
            kept.append(stored(form))
        elif form.there_already:
            kept.append(form.there_already)
        else:
            refused += [labelled(safe_name(file.name), words) for found in form.errors.values() for words in found]
    refused += [labelled(safe_name(file.name), TOO_MANY % MOST_AT_ONCE) for file in files[MOST_AT_ONCE:]]
    return kept, refused


def added(request, form):
    document = stored(form)
    messages.success(request, _("Added: %(title)s") % {"title": document.title})
    back = way_on(request, document.home)
    return redirect(f"{back}?scan={document.pk}" if request.GET.get("step") in ANSWERING else back)


def asked_from(form, topic):
    """The part of the topic from whose page the file is added, as far as the form offers it; else the topic."""
    for name in {*BELONGS_TO} & {*form.fields}:
        with suppress(ValidationError):
            if record := form.fields[name].to_python(form.initial.get(name)):
                return record
    return topic


def way_on(request, record):
    """Back to the step or the log beside which the file was added, while the user may take it; else to the record."""
    step = request.GET.get("step", "")
    if step in WORKFLOWS[record.lifecycle].transitions and may_take(request.user, record, step):
        return reverse("step", args=[record.lifecycle, record.pk, step])
    if step == LOG and record.lifecycle == "session" and logs_session(request.user, record):
        return reverse("session_log", args=[record.pk]) + "#photos"
    return record.get_absolute_url()


def document_download(request, pk):
    document = fetch(Document, request.user, pk)
    return serve_private(document.file, document.name)


def document_delete(request, pk):
    """A confirmation, then the end of a file that nothing was built on, by who added it or the office."""
    document = fetch(Document, request.user, pk, may="topics.delete_document")
    if request.method == "POST":
        home = document.home
        with transaction.atomic():
            lock(home)
            document = fetch(Document, request.user, pk, may="topics.delete_document")
            note_document(document, "remove_document", by=request.user)
            document.remove()
        messages.success(request, _("Removed: %(title)s") % {"title": document.title})
        return redirect(home)
    context = {
        "title": _("Remove the document"),
        "submit_label": _("Remove the document"),
        "explain": _("“%(title)s” is deleted for good.") % {"title": document.title},
        "facts": [
            (_("File name"), document.name),
            (_("Uploaded"), moment(document.uploaded_at)),
            (_("By"), document.uploaded_by),
        ],
        "cancel_url": document.home.get_absolute_url(),
        "about": document.home,
    }
    return render(request, "components/confirm_page.html", context)


def photo(request, pk, size):
    picture = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    file = picture.small if size == "small" else picture.file
    return serve_private(file, f"{picture.pk}.jpg", inline=True)

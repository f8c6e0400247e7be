from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.shortcuts import redirect, render
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from consult.differences import differing
from consult.forms.sent_once import sent_before, sent_once
from consult.models import LastSave
from consult.rules import require
from consult.trail import Deed, record_edit

KEPT_APART = {"csrfmiddlewaretoken", "version", "look_again"}


class VisibleRecord:
    """A view of one record: 404 unless visible to the user, 403 unless `permission` (where named) allows it."""

    permission = None

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def get_object(self, queryset=None):
        record = super().get_object(queryset)
        if self.permission:
            require(self.request.user, self.permission, record)
        return record


class FormOfRecord(VisibleRecord, SingleObjectMixin, FormView):
    """A page with a form of its own about one record, which the form gets under the name `given_as`."""

    given_as = "record"

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {self.given_as: self.object}


def is_sent(request):
    """Whether a form is sent to be carried out, and not to be shown once more with what is typed in it."""
    return request.method == "POST" and "look_again" not in request.POST


class MadeOnce:
    """A view that makes something, once for a form sent twice: 403 unless `permission` allows the user to make it."""

    permission = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return sent_before(request) or super().dispatch(request, *args, **kwargs)


class ToldWhenSaved:
    """A view that saves a form and says so on the page it leads to, in the words `told`."""

    told = gettext_lazy("Saved: %(item)s")

    def tell(self, form):
        messages.success(self.request, self.told % {"item": form.instance})


class AddedRecord(ToldWhenSaved, MadeOnce):
    told = gettext_lazy("Added: %(item)s")
    submit_label = gettext_lazy("Add")

    def form_valid(self, form):
        if not is_sent(self.request):
            return self.render_to_response(self.get_context_data(form=form))
        return sent_once(self.request, lambda: self.added_and_told(form))

    def added_and_told(self, form):
        response = self.added(form)
        record_edit(self.request, form, Deed.ADDED)
        self.tell(form)
        return response

    def added(self, form):
        """Saves the record, inside the transaction that tells a second sending apart, and redirects."""
        return super().form_valid(form)


class EditWithVersion(ToldWhenSaved, VisibleRecord):
    """For an UpdateView with a VersionedForm: saves only what nobody else changed since; else shows both texts."""

    def form_valid(self, form):
        if not is_sent(self.request):
            return self.render_to_response(self.get_context_data(form=form))
        if self.saved_and_remembered(form):
            self.tell(form)
            return self.redirect(form)
        return conflict_page(self.request, form, self.further_differences())

    @transaction.atomic
    def saved_and_remembered(self, form):
        """In one transaction, so that nobody's save is told as another's that came between."""
        saved = self.saved_as_seen(form)
        if saved:
            remember_save(self.request, form.instance)
        return saved

    def saved_as_seen(self, form):
        """Saves if the record is still as the user saw it; False where somebody else was first."""
        if not next_version(form):
            return False
        self.saved(form)
        record_edit(self.request, form, Deed.CHANGED)
        return True

    def saved(self, form):
        """Saves inside the transaction of the version check; what belongs to the edit goes here too."""
        self.object = form.save()

    def further_differences(self):
        """Differences beside those of the form's own fields, as in rows that are saved with it."""
        return []

    def redirect(self, form):
        return redirect(self.get_success_url())


def next_version(form):
    """Moves the record from the version that the user saw to the next one; False if it is no longer that version."""
    record, seen = form.instance, form.cleaned_data["version"]
    moved = type(record)._base_manager.filter(pk=record.pk, version=seen).update(version=models.F("version") + 1)
    if moved:
        record.version = seen + 1
    return bool(moved)


def remember_save(request, record):
    """Keep who saved which version last, so that in a conflict each is told whose it is, on whatever device."""
    stored = type(record)._base_manager.values_list("version", flat=True).get(pk=record.pk)
    LastSave.objects.update_or_create(record=name_of(record), by=request.user, defaults={"version": stored})


def savers(request, stored, seen):
    """Who made the stored version ("own", "other", "" if no form did), their name, and who saved since the one seen."""
    since = LastSave.objects.filter(record=name_of(stored), version__gt=seen).select_related("by").order_by("version")
    by = {save.version: save.by for save in since}
    last = by.pop(stored.version, None)
    before = "、".join(_("you") if person == request.user else str(person) for person in by.values())
    saver = "" if last is None else "own" if last == request.user else "other"
    return {"saver": saver, "saver_name": str(last or ""), "saved_before": before}


def name_of(record):
    return f"{record._meta.label_lower}:{record.pk}"


def conflict_page(request, form, more=(), files_kept=False):
    """409 with both texts, and a form that sends the user's own again: over the stored one, or to be looked at.

    `more` are differences beside those of the form's own fields, as in rows that are saved with it; `files_kept` says
    that the files sent along are stored already.
    """
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    context = {
        "record": stored,
        "differences": [*differences(form, stored), *more],
        "typed": [(name, one) for name, row in request.POST.lists() if name not in KEPT_APART for one in row],
        "had_files": bool(request.FILES) and not files_kept,
        "version": stored.version,
        "action": request.get_full_path(),
    }
    context |= savers(request, stored, form.cleaned_data["version"])
    return render(request, "components/conflict.html", context, status=409)


def differences(form, stored):
    """The fields whose text in the form is not the one now stored, each with both in words.

    Of a field that is none of the record's the form knows what is stored by its initial value, and under which
    `label_in_full` it is told apart outside its group.
    """
    kept = forms.model_to_dict(stored)
    texts = []
    for bound in (form[name] for name in form.fields if not form[name].is_hidden):
        values = bound.value(), kept.get(bound.name, bound.initial)
        words = (in_words(bound.field, one) for one in values)
        texts.append((getattr(bound.field, "label_in_full", bound.label), *words))
    return differing(texts)


def in_words(field, value):
    """A form value as a person reads it: the label of a choice, a date, a list."""
    if isinstance(field, forms.ModelChoiceField):
        return chosen_records(field, value)
    try:
        value = field.clean(value)
    except forms.ValidationError:
        return str(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    values = value if isinstance(value, list) else [value]
    return _(", ").join(labels.get(str(one), localize(one)) for one in values if one not in (None, ""))


def chosen_records(field, value):
    values = value if isinstance(value, list | tuple) else [value]
    keys = [getattr(one, "pk", one) for one in values if one not in (None, "")]
    rows = field.queryset.model._base_manager.filter(**{f"{field.to_field_name or 'pk'}__in": keys})
    return "、".join(str(row) for row in rows)

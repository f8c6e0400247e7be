"""The entries of the office's dictionaries: added, edited, retired."""

from django.http import Http404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, UpdateView

from consult.views import AddedRecord, EditWithVersion, NotedChanges, RetiredOrDeleted
from topics.forms.settings import EntryForm
from topics.models import DictionaryEntry

SETTINGS = reverse_lazy("settings")


class BackToSettings:
    model = DictionaryEntry
    form_class = EntryForm
    template_name = "components/form_page.html"
    success_url = SETTINGS


class EntryCreate(BackToSettings, NotedChanges, AddedRecord, CreateView):
    permission = "topics.change_settings"
    extra_context = {"title": gettext_lazy("Add to a dictionary"), "cancel_url": SETTINGS}

    def get_form_kwargs(self):
        kind = self.kwargs["kind"]
        if kind not in DictionaryEntry.Kind.values:
            raise Http404
        return super().get_form_kwargs() | {"instance": DictionaryEntry(kind=kind)}


class EntryUpdate(BackToSettings, NotedChanges, EditWithVersion, UpdateView):
    permission = "topics.change_settings"
    template_name = "topics/entry_form.html"
    extra_context = {"title": gettext_lazy("Edit the entry"), "cancel_url": SETTINGS}


class EntryRemove(RetiredOrDeleted):
    model = DictionaryEntry
    permission = "topics.change_settings"
    success_url = SETTINGS

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from consult.lists.columns import chosen_of
from consult.lists.filters import filters_in_words
from consult.models import RegisterSettings

LONGEST_QUERY = 2000


class KeptRegister:
    """A list page whose columns and filters each user keeps as wanted; `register` is the name of its URL.

    Opened without a query it leads to the filter that the user chose for that, so that the address always says what
    is shown; `?all` is everything. A kept filter that names what there is no more is shown as such and never applied.
    """

    register = ""

    @cached_property
    def kept(self):
        user = self.request.user
        if not (self.register and user.is_authenticated):
            return RegisterSettings(register=self.register)
        found = RegisterSettings.objects.filter(user=user, register=self.register).first()
        return found or RegisterSettings(user=user, register=self.register)

    @property
    def everything(self):
        """The query that shows everything: none, unless the list opens with a filter."""
        return "all=1" if self.kept.opens_with else ""

    @cached_property
    def shown_columns(self):
        return chosen_of(self.seen_columns, self.kept.columns)

    def get(self, request, *args, **kwargs):
        opening = "" if request.GET else self.kept.opening
        if opening and self.fits(opening, self.filterset_now()):
            return redirect(f"{request.path}?{opening}")
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Keeps what the user chose, named by the button, and leads back to the list as it was."""
        if self.replaces_unasked():
            return self.ask_to_replace()
        if keep := self.keeping().get(request.POST.get("keep")):
            try:
                messages.success(request, self.saved(keep))
            except ValidationError as error:
                messages.error(request, error.messages[0])
        return redirect(request.get_full_path())

    def replaces_unasked(self):
        said = self.request.POST
        is_sure = said.get("keep") != "filter" or "replace" in said or not self.register
        return not is_sure and self.kept.would_lose(said.get("name", "").strip(), self.filterset_now().query())

    def ask_to_replace(self):
        """The page that asks whether a filter kept under the same name may go; nothing is kept yet."""
        context = {
            "facts": filters_in_words(self.filterset_now()),
            "submit_label": _("Replace it"),
            "cancel_url": self.request.get_full_path(),
        }
        return render(self.request, "components/replace_filter.html", context)

    def keeping(self):
        """What each button of the page keeps; nothing where the list keeps nothing."""
        by_button = {
            "columns": self.keep_columns,
            "all_columns": self.keep_all_columns,
            "standard_columns": self.keep_standard_columns,
            "filter": self.keep_filter,
            "filters": self.arrange_filters,
        }
        return by_button if self.register else {}

    def saved(self, keep):
        """Keeps it and gives the words for it; what is refused is not kept."""
        words = keep()
        self.kept.save()
        return words

    def keep_columns(self):
        return self.keep_names(self.request.POST.getlist("column"))

    def keep_all_columns(self):
        return self.keep_names([column.name for column in self.seen_columns])

    def keep_standard_columns(self):
        return self.keep_names([])

    def keep_names(self, names):
        known = {column.name for column in self.seen_columns}
        self.kept.columns = [name for name in names if name in known]
        return _("The columns were kept, for the list and its export.")

    def keep_filter(self):
        name, query = self.request.POST.get("name", "").strip(), self.filterset_now().query()
        if not 0 < len(query) <= LONGEST_QUERY:
            raise ValidationError(_("Choose a filter first, then keep it under a name."))
        self.kept.keep(name, query, "opens" in self.request.POST)
        return _("The filter “%s” was kept.") % name

    def arrange_filters(self):
        """Names in their order; `delete` and `opens_with` hold places among them."""
        names = [name.strip() for name in self.request.POST.getlist("name")]
        gone, opens_with = set(self.request.POST.getlist("delete")), self.request.POST.get("opens_with")
        if len(names) != len(self.kept.filters):
            raise ValidationError(_("Your filters were changed meanwhile; look at them again."))
        places = [str(place) for place in range(len(names))]
        left = ["" if place in gone else name for place, name in zip(places, names, strict=True)]
        self.kept.arrange(left, left[places.index(opens_with)] if opens_with in places else "")
        return _("Your filters were kept.")

    def filterset_now(self):
        return self.get_filterset(self.get_filterset_class())

    def fits(self, query, filterset):
        """Whether the register still knows every name of the query."""
        return set(QueryDict(query)) <= filterset.keys() | {"sort"}

    def kept_filters(self, filterset):
        """The filters kept by name, as the page lists them."""
        now = filterset.query()
        return [
            kept
            | {
                "is_current": kept["query"] == now,
                "opens": kept["name"] == self.kept.opens_with,
                "fits": self.fits(kept["query"], filterset),
            }
            for kept in self.kept.filters
        ]

    def kept_context(self):
        """What the page shows of it: the filters kept, whether one opens the list, the columns to choose from."""
        filterset = self.filterset
        kept, shown = self.kept_filters(filterset), {column.name for column in self.shown_columns}
        return {
            "kept_filters": kept,
            "opens_with": self.kept.opens_with,
            "query": filterset.query(),
            "clear_url": f"{self.request.path}?{self.everything}".rstrip("?"),
            "choice": [(column, column.name in shown) for column in self.seen_columns],
        }

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django_filters.views import FilterView

from consult.exports.csv_file import csv_response
from consult.exports.workbook import Sheet, workbook_response
from consult.lists.filters import filters_in_words
from consult.lists.ordering import empty_last, reversed_order
from consult.lists.way_back import remembered
from consult.password_again import ask_password, has_given_password
from consult.views.register_settings import KeptRegister
from consult.views.ticks import TickedRows


class ListPage(TickedRows, KeptRegister, FilterView):
    """A register: what the user may see, filtered, sorted and paged by the URL, and exported with `?export=xlsx`
    or `?export=csv` (`?export=ticked`: the ticked rows alone).

    A subclass names `model`, `register` (the name of its URL), `title`, `filterset_class`, `columns`, `sorts` and
    `default_sort`. `sorts` maps a name to its order_by expressions; `-name` in the URL is the reverse, of ties too but
    where they are the rows of one record, whose order stays (`ties_stay`). Unknown names and pages show the default; a
    filter value that makes no sense shows no row and says so at its field. The export has the columns and the rows that
    the page shows. 403 unless `permission`, where named, allows the user to read such lists at all. A list that
    `is_personal` is taken out by those alone who have just given their password again.
    """

    title = ""
    columns = ()
    sorts = {}
    default_sort = ""
    ties_stay = False
    has_actions = False
    is_personal = False
    permission = None
    paginate_by = 50
    template_name_suffix = "_list"

    @classmethod
    def is_open_to(cls, user):
        return not cls.permission or user.has_perm(cls.permission)

    def dispatch(self, request, *args, **kwargs):
        if not self.is_open_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self, queryset):
        """The rows with what the page shows of them: select_related and annotations."""
        return queryset

    def get_queryset(self):
        return self.rows(self.model.objects.visible_to(self.request.user)).order_by(*self.order())

    def get_title(self):
        return self.title or self.model._meta.verbose_name_plural

    def row_action(self, row):
        """What can be done from the row itself, as a link; asked only where the list `has_actions`."""
        return ""

    def seen_parts(self):
        """The parts of a record that the user may see; None where columns belong to no part."""
        return None

    @cached_property
    def seen_columns(self):
        parts = self.seen_parts()
        return tuple(column for column in self.columns if not column.part or column.part in parts)

    @property
    def sort(self):
        """The name sorted by, with its minus sign; always a written one, and none that tells of a column not seen."""
        asked = self.request.GET.get("sort", "")
        name = asked.removeprefix("-")
        hidden = {column.sort for column in self.columns} - {column.sort for column in self.seen_columns}
        return asked if name in self.sorts and name not in hidden else self.default_sort

    def order(self):
        if not self.sort:
            return [*self.model._meta.ordering, "pk"]
        expressions = self.sorts[self.sort.removeprefix("-")]
        if self.sort.startswith("-"):
            expressions = [reversed_order(expression) for expression in expressions]
        turned = self.sort.startswith("-") and not self.ties_stay
        return [*map(empty_last, expressions), "-pk" if turned else "pk"]

    def render_to_response(self, context, **kwargs):
        if self.columns and self.request.GET.get("export") in {"xlsx", "csv", "ticked"}:
            if self.is_personal and not has_given_password(self.request.session):
                return ask_password(self.request, self.address_without("export"))
            return self.export(context["total"])
        return remembered(super().render_to_response(context, **kwargs), self.request, self.register)

    def address_without(self, name):
        kept = self.request.GET.copy()
        kept.pop(name)
        return f"{self.request.path}?{kept.urlencode()}".removesuffix("?")

    def export(self, total):
        title, rows = str(self.get_title()), self.object_list
        if self.request.GET["export"] == "ticked":
            rows = rows.filter(pk__in=self.ticked)
            total = rows.count()
        sheet = Sheet(title, self.shown_columns, self.exported(rows))
        if self.request.GET["export"] == "csv":
            response = csv_response(sheet, title=title, user=self.request.user)
        else:
            filters = filters_in_words(self.filterset)
            response = workbook_response([sheet], title=title, user=self.request.user, filters=filters)
        response.taken = {"register": self.get_title(), "rows": total}
        return response

    def exported(self, rows):
        return rows

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, self.rows_of(page), page.has_other_pages()

    def rows_of(self, page):
        # Django prepares the whole query of an empty page and then does not ask it.
        if not page.paginator.count:
            return []
        if page.number == 1:
            return page.object_list
        # What is counted of each row is counted for this page alone, not for all those before it.
        return self.object_list.filter(pk__in=self.passed_over(page).values("pk"))

    def passed_over(self, page):
        """The rows of the page, in any order: of a late one found from the end, to pass over fewer rows."""
        left = page.paginator.count - page.end_index()
        if left >= page.start_index():
            return page.object_list
        return self.object_list.reverse()[left : left + page.end_index() - page.start_index() + 1]

    def found(self, most):
        """How many rows the address asks for and the first of them, for a page that looks into several registers."""
        rows = self.get_filterset(self.get_filterset_class()).qs
        return rows.count(), rows[:most]

    def total(self, context):
        return context["paginator"].count

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "total": self.total(context),
            "sort": self.sort,
            "title": self.get_title(),
            "columns": self.shown_columns,
            "can_export": bool(self.columns),
            **(self.kept_context() if self.register else {}),
            **self.ticks_context(context["object_list"]),
        }

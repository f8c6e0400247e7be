from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from consult.spreadsheet import workbook_response


class ListPage(FilterView):
    """A register: what the user may see, filtered, sorted and paged by the URL, and exported with `?export=xlsx`.

    A subclass names `model`, `title`, `filterset_class`, `sorts` and `default_sort`; `sheet` where it can be exported.
    `sorts` maps a name to its order_by expressions; `-name` in the URL is the reverse. Unknown names and pages show
    the default; a filter value that makes no sense shows no row and says so at its field. 403 unless `permission`,
    where named, allows the user to read such lists at all.
    """

    title = ""
    sorts = {}
    default_sort = ""
    sheet = None
    permission = None
    paginate_by = 50
    template_name_suffix = "_list"

    def dispatch(self, request, *args, **kwargs):
        if self.permission and not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self, queryset):
        """The rows with what the page shows of them: select_related and annotations."""
        return queryset

    def get_queryset(self):
        return self.rows(self.model.objects.visible_to(self.request.user)).order_by(*self.order())

    def get_title(self):
        return self.title or self.model._meta.verbose_name_plural

    def get_sheet(self):
        """The sheet to export, where columns depend on the user; None where there is nothing to export."""
        return self.sheet

    @property
    def sort(self):
        """The name sorted by, with its minus sign; always one of the written ones."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.default_sort

    def order(self):
        if not self.sort:
            return [*self.model._meta.ordering, "pk"]
        expressions = self.sorts[self.sort.removeprefix("-")]
        if self.sort.startswith("-"):
            expressions = [reversed_order(expression) for expression in expressions]
        return [*expressions, "pk"]

    def render_to_response(self, context, **kwargs):
        sheet = self.get_sheet()
        if sheet and self.request.GET.get("export") == "xlsx":
            return workbook_response(
                [sheet.filled(self.object_list)],
                title=str(self.get_title()),
                user=self.request.user,
                filters=filters_in_words(self.filterset),
            )
        return super().render_to_response(context, **kwargs)

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "total": context["paginator"].count,
            "sort": self.sort,
            "title": self.get_title(),
            "can_export": self.get_sheet() is not None,
        }


def reversed_order(expression):
    """The opposite of one order_by expression: a name, an expression, or one with its direction."""
    if isinstance(expression, str):
        return expression.removeprefix("-") if expression.startswith("-") else f"-{expression}"
    if isinstance(expression, OrderBy):
        turned = expression.copy()
        turned.reverse_ordering()
        return turned
    return expression.desc()


def filters_in_words(filterset):
    """The filters in use as (label, value) in words, in the order of the form."""
    words = []
    if filterset.is_bound and filterset.is_valid():
        for name, field in filterset.form.fields.items():
            value = filterset.form.cleaned_data.get(name)
            if value not in (None, "", [], ()):
                words.append((str(field.label or name), value_in_words(field, value)))
    return words


def value_in_words(field, value):
    if isinstance(value, QuerySet | list | tuple):
        return "、".join(value_in_words(field, one) for one in value)
    if isinstance(value, slice):
        return f"{value_in_words(field, value.start)} – {value_in_words(field, value.stop)}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Model) or not hasattr(field, "choices"):
        return "" if value is None else str(value)
    labels = {str(key): str(label) for key, label in field.choices}
    return labels.get(str(value), str(value))

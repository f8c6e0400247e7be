"""The menu of what there is of a record on paper."""

from django import template
from django.urls import reverse

from topics.reports.bundle import BUNDLED
from topics.reports.papers import papers_of

register = template.Library()


@register.inclusion_tag("components/papers_menu.html", takes_context=True)
def papers_menu(context, record, print_url="", query=""):
    """The page to print, the official documents that the reader may have, and all of them in one archive."""
    papers = papers_of(record, context["user"])
    bundled = next((word for word, model in BUNDLED.items() if model is type(record)), None)
    return {
        "print_url": print_url,
        "papers": [(reverse("official_paper", args=[word, record.pk]) + query, kind.label) for word, kind in papers],
        "all_url": reverse("official_papers", args=[bundled, record.pk]) if bundled and papers else "",
    }

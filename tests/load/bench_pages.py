"""How long the pages that everybody opens take, among a thousand topics and a hundred thousand: `make bench`.

The floor is measured in the same run, in turn with the pages and through the same middleware: a plain template of
fifty rows of fourteen columns, with four filters and a count. The bars are multiples of it.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from types import ModuleType

from tests.load.apart import answer, new_database, run

SCALES = (1_000, 100_000)
TIMES = 15
BARS = {"register": 1.5, "deep page": 1.8, "home": 3, "topic": 4}
# The same page among a hundred times as many topics, to itself among few.
MOST_GROWTH = 1.3
FLOOR = """<!doctype html><title>{{ total }}</title><form>{% for name, choices in filters %}<select name="{{ name }}">
{% for value, label in choices %}<option value="{{ value }}">{{ label }}</option>{% endfor %}</select>{% endfor %}</form>
<table>{% for t in rows %}<tr><td>{{ t.number }}</td><td><a href="{% url "topic_detail" t.pk %}">{{ t.title }}</a></td>
<td>{{ t.get_source_display }}</td><td>{{ t.category.name }}</td><td>{{ t.form.name }}</td><td>{{ t.organiser.name }}</td>
<td>{{ t.proposing_committee.name }}</td><td>{{ t.proposed_on|date }}</td><td>{{ t.accepted_on|date }}</td>
<td>{{ t.approved_on|date }}</td><td>{{ t.get_stage_display }}</td><td>{{ t.due_on|date }}</td>
<td>{{ t.closed_on|date }}</td><td>{{ t.is_planned|yesno }}</td></tr>{% endfor %}</table>"""


def main():
    """Prints a line for each page, and fails where a bar is not held."""
    few, lots = map(measured, SCALES)
    held = True
    print(f"{'page':>10} {'ms':>7} {'of the floor':>13} {'ms':>7} {'of the floor':>13} {'growth':>7}")
    for page, bar in BARS.items():
        ratios = [at[page] / at["floor"] for at in (few, lots)]
        growth = ratios[1] / ratios[0]
        print(f"{page:>10} {few[page]:>7.1f} {ratios[0]:>13.2f} {lots[page]:>7.1f} {ratios[1]:>13.2f} {growth:>7.2f}")
        held = held and max(ratios) <= bar and growth <= MOST_GROWTH
    return 0 if held else 1


def measured(scale):
    with tempfile.TemporaryDirectory() as place:
        run("tests.load.bench_pages", "fill", scale, place)
        return run("tests.load.bench_pages", "pages", scale, place)


def fill(scale):
    from tests.load.crowd import fill_topics

    return new_database(lambda: fill_topics(scale))


def floor(request):
    from django.core.paginator import Paginator
    from django.http import HttpResponse
    from django.template import engines

    from committees.models import Committee
    from topics.models import DictionaryEntry, Topic, TopicStage

    template = floor.template = getattr(floor, "template", None) or engines["django"].from_string(FLOOR)
    rows = Topic.objects.select_related("category", "form", "organiser", "proposing_committee").order_by("-proposed_on", "-pk")
    rows = rows.only(*FIELDS)
    page = Paginator(rows, 50).page(1)
    filters = [
        ("source", Topic.Source.choices),
        ("stage", TopicStage.choices),
        ("organiser", list(Committee.objects.values_list("pk", "name"))),
        ("category", list(DictionaryEntry.objects.filter(kind="category").values_list("pk", "name"))),
    ]
    return HttpResponse(template.render({"rows": page, "total": page.paginator.count, "filters": filters}, request))


FIELDS = (
    "number", "title", "source", "category__name", "form__name", "organiser__name", "proposing_committee__name",
    "proposed_on", "accepted_on", "approved_on", "stage", "due_on", "closed_on", "is_planned",
)  # fmt: skip


def pages(scale):
    """Milliseconds by page: the median of several requests, taken in turn."""
    from django.conf import settings
    from django.test import Client
    from django.urls import include, path

    from members.models import User
    from topics.models import Topic

    urls = ModuleType("bench_urls")
    urls.urlpatterns = [path("floor/", floor), path("", include("consult.urls"))]
    sys.modules[urls.__name__] = urls
    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = urls.__name__, ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="office"))
    topic = Topic.objects.filter(stage="answered").first()
    asked = {
        "floor": "/floor/", "register": "/topics/", "deep page": f"/topics/?page={scale // 50 - 50 // 10}", "home": "/",
        "topic": topic.get_absolute_url(),
    }  # fmt: skip
    spent = {page: [] for page in asked}
    for _turn in range(TIMES + 1):
        for page, url in asked.items():
            start = time.process_time()
            response = client.get(url)
            spent[page].append((time.process_time() - start) * 1000)
            assert response.status_code == 200, url
    return {page: median(times[1:]) for page, times in spent.items()}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    answer({"fill": fill, "pages": pages})

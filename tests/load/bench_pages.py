"""What the pages that everybody opens cost, among a thousand topics and a hundred thousand: `make bench`.

The floor is measured in the same run, in turn with the pages and through the same middleware: a plain template of
fifty rows of fourteen columns, with four filters and a count (`floor.html`). The bars are multiples of it. Processor
time is measured, which other work on the machine changes least; the database is SQLite, within the same process.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from types import ModuleType

from tests.load.apart import answer, new_database, run

MODULE = "tests.load.bench_pages"
SCALES = FEW, LOTS = 1_000, 100_000
TIMES = 15
# By page: what it may take of the floor, among few topics and among lots.
BARS = {
    "register": (3, 3.8),
    "middle page": (3.2, 4.3),
    "deep page": (3.2, 4),
    "home": (5.5, 6.3),
    "topic": (4.4, 4.6),
}
RELATIONS = {"category": "name", "form": "name", "organiser": "name", "proposing_committee": "name"}
OWN = ("number", "title", "source", "stage", "proposed_on", "accepted_on", "approved_on", "closed_on", "due_on")


def main():
    """Prints a line for each page, and fails where a bar is not held."""
    few, lots = map(measured, SCALES)
    print(f"{'page':>11} {'ms':>6} {'ratio':>6} {'bar':>5} {'ms':>8} {'ratio':>6} {'bar':>5}")
    is_held = True
    for page, bars in BARS.items():
        ratios = [at[page] / at["floor"] for at in (few, lots)]
        print(f"{page:>11} {few[page]:>6.1f} {ratios[0]:>6.2f} {bars[0]:>5} "
              f"{lots[page]:>8.1f} {ratios[1]:>6.2f} {bars[1]:>5}")  # fmt: skip
        is_held = is_held and all(ratio <= bar for ratio, bar in zip(ratios, bars, strict=True))
    print(f"floor: {few['floor']:.1f} ms among {FEW} topics, {lots['floor']:.1f} ms among {LOTS}")
    return 0 if is_held else 1


def measured(scale):
    with tempfile.TemporaryDirectory() as place:
        run(MODULE, "fill", scale, place)
        return run(MODULE, "pages", scale, place)


def fill(scale):
    from tests.load.crowd import fill_topics

    return new_database(lambda: fill_topics(scale))


def floor(template):
    """A page as lean as Django makes it, with what a register shows."""
    from django.core.paginator import Paginator
    from django.http import HttpResponse

    from committees.models import Committee
    from topics.models import DictionaryEntry, Topic, TopicStage

    def view(request):
        fields = [*OWN, "is_planned", *(f"{relation}__{field}" for relation, field in RELATIONS.items())]
        topics = Topic.objects.select_related(*RELATIONS).only(*fields).order_by("-proposed_on", "-pk")
        filters = [
            ("source", Topic.Source.choices),
            ("stage", TopicStage.choices),
            ("organiser", Committee.objects.values_list("pk", "name")),
            ("category", DictionaryEntry.objects.filter(kind="category").values_list("pk", "name")),
        ]
        return HttpResponse(template.render({"rows": Paginator(topics, 50).page(1), "filters": filters}, request))

    return view


def served_with_the_floor():
    """Serves the platform's pages and the floor beside them, to the office."""
    from django.conf import settings
    from django.template import engines
    from django.test import Client
    from django.urls import include, path

    from members.models import User

    template = engines["django"].from_string(Path(__file__).with_name("floor.html").read_text())
    urls = sys.modules["urls_with_the_floor"] = ModuleType("urls_with_the_floor")
    urls.urlpatterns = [path("floor/", floor(template)), path("", include("consult.urls"))]
    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = urls.__name__, ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="office"))
    return client


def pages(scale):
    """Milliseconds by page: the median of several requests, taken in turn after one that warms up."""
    from topics.models import Topic

    client, last = served_with_the_floor(), scale // 50
    topic = Topic.objects.filter(stage="answered").first()
    asked = {
        "floor": "/floor/",
        "register": "/topics/",
        "middle page": f"/topics/?page={last // 2}",
        "deep page": f"/topics/?page={last * 9 // 10}",
        "home": "/",
        "topic": topic.get_absolute_url(),
    }
    turns = [{page: spent_on(client, url) for page, url in asked.items()} for _turn in range(TIMES + 1)]
    return {page: median(turn[page] for turn in turns[1:]) for page in asked}


def spent_on(client, url):
    start = time.process_time()
    if client.get(url).status_code != 200:
        raise RuntimeError(url)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    answer({"fill": fill, "pages": pages})

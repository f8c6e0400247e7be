"""Several records at once: asked on one page, carried out row by row, tried again, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, entry
from topics.models import Batch, NumberSeries, Topic

TODAY = timezone.localdate()
SCREEN, REFER, REMIND = (reverse("batch_create", args=[kind]) for kind in ("screen", "refer", "remind"))


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """Three proposed topics; the clerk's committee is their unit."""
    journey = Journey(Cast())
    for number in (1, 2, 3):
        journey.proposed(title=f"示例议题{number}")
    return journey


@pytest.fixture
def topics(journey):
    return list(Topic.objects.filter(stage="proposed").order_by("pk"))


@pytest.fixture
def desk(client, office):
    client.force_login(factories.fresh(office))
    return client


def accepting(topic, **answers):
    """What the row of a topic sends that is to be accepted."""
    said = {
        "version": topic.version,
        "move": "accept",
        "organiser": topic.proposing_committee_id,
        "form": entry("form").pk,
        "category": topic.category_id,
        "is_planned": "no",
    }
    return {f"t{topic.pk}-{name}": value for name, value in (said | answers).items()}


def sent(topics, *rows, **more):
    joined = {"row": [topic.pk for topic in topics]} | more
    for row in rows:
        joined |= row
    return joined


def outcome_of(page):
    return [(row.record.pk, str(row.standing)) for row in page.context["rows"]]


def stages(topics):
    return [Topic.objects.get(pk=topic.pk).stage for topic in topics]


def test_each_row_has_the_answers_one_would_choose_beforehand(desk, topics, committee):
    page = desk.get(SCREEN, {"row": [topic.pk for topic in topics]})

    shown = [
        {name: row.forms[0][name].value() for name in ("move", "organiser", "category")} for row in page.context["rows"]
    ]
    assert shown == [{"move": "accept", "organiser": str(committee.pk), "category": topics[0].category_id}] * 3
    assert [len(row.similar) for row in page.context["rows"]] == [2, 2, 2]


@pytest.mark.long
def test_ten_rows_take_as_many_queries_as_two(desk, journey, queries_of, topics):
    few = queries_of(f"{SCREEN}?row={topics[0].pk}&row={topics[1].pk}")
    more = [journey.proposed(title=f"另一议题{number}") for number in range(8)]
    rows = "&".join(f"row={topic.pk}" for topic in [*topics[:2], *more])

    assert queries_of(f"{SCREEN}?{rows}") == few


def test_the_office_accepts_returns_and_leaves_on_one_page(desk, topics):
    first, second, third = topics
    returned = {
        f"t{second.pk}-version": second.version,
        f"t{second.pk}-move": "return",
        f"t{second.pk}-reason": "补充依据",
    }

    page = desk.post(SCREEN, sent(topics, accepting(first), returned, accepting(third, move="")), follow=True)

    assert outcome_of(page) == [(first.pk, "done"), (second.pk, "done")]
    assert stages(topics) == ["accepted", "returned", "proposed"]
    assert str(NumberSeries.objects.get()) in page.content.decode()
    assert second.steps.last().answers["reason"] == "补充依据"


def test_units_that_nobody_serves_are_named_once_for_all_rows(desk, topics):
    empty = factories.committee("示例空缺工委", short_name="示例空缺工委")

    page = desk.post(SCREEN, sent(topics, *(accepting(topic, organiser=empty.pk) for topic in topics)), follow=True)

    assert page.text.count("示例空缺工委今日无人任职") == 1


def test_nothing_is_done_while_one_row_lacks_an_answer_and_what_was_typed_stays(desk, topics):
    first, second, _third = topics

    page = desk.post(SCREEN, sent(topics[:2], accepting(first), accepting(second, move="return", reason="")))

    assert [(row.record, error[1]) for row, error in page.context["wrong"]] == [(second, "理由")]
    assert page.context["rows"][0].forms[0]["organiser"].value() == str(first.proposing_committee_id)
    assert stages(topics) == ["proposed"] * 3
    assert not Batch.objects.exists()


def test_the_line_above_fills_all_rows_and_keeps_the_rest(desk, topics):
    first, second, _third = topics
    rows = (accepting(first, move="return", reason="补充"), accepting(second, organiser="", is_planned=""))

    page = desk.post(
        SCREEN, sent(topics[:2], *rows, **{"all-organiser": "county", "all-is_planned": "no", "fill": "1"})
    )

    forms = [row.forms[0] for row in page.context["rows"]]
    assert [(form["organiser"].value(), form["is_planned"].value()) for form in forms] == [("county", "no")] * 2
    assert (forms[0]["move"].value(), forms[0]["reason"].value()) == ("return", "补充")
    assert page.context["wrong"] == []


def test_what_the_annual_plan_names_otherwise_is_told_by_row_before_it_is_done(desk, year, topics):
    leader = factories.member(name="示例副主席", post="vice_chair")
    plan = year.issued(year.drafted(items=2))
    plan.items.update(leading_vice_chair=leader)
    first, second = plan.items.all()
    rows = sent(
        topics[:2],
        accepting(topics[0], is_planned=first.pk),
        accepting(topics[1], is_planned=second.pk, organiser="county", leading_vice_chair=leader.pk),
    )

    page = desk.post(SCREEN, rows)
    before, told = stages(topics[:2]), [row.told for row in page.context["rows"]]
    desk.post(SCREEN, rows | {f"t{topic.pk}-told": words for topic, words in zip(topics, told, strict=False)})

    assert (before, stages(topics[:2])) == (["proposed"] * 2, ["accepted"] * 2)
    assert told == ["承办单位 县政协本级、牵头副主席 示例副主席", ""]
    assert "年度计划事项所列不同：承办单位 县政协本级、牵头副主席 示例副主席。" in page.text


def test_what_was_typed_and_not_sent_is_gone_on_with(desk, topics):
    typed = sent(topics[:1], accepting(topics[0], move="return", reason="写到一半"))

    page = desk.post(SCREEN, typed | {"look_again": "1"})

    form = page.context["rows"][0].forms[0]
    assert (form["move"].value(), form["reason"].value()) == ("return", "写到一半")
    assert not Batch.objects.exists()


def test_a_row_that_somebody_else_was_first_with_stays_and_the_others_are_done(desk, journey, topics, office2):
    first, second, _third = topics
    data = sent(topics[:2], accepting(first), accepting(second))
    journey.take(second, "return", "office2", reason="补充材料")

    page = desk.post(SCREEN, data, follow=True)

    assert outcome_of(page) == [(first.pk, "done"), (second.pk, "moved")]
    assert str(office2) in page.context["rows"][1].reason
    assert (page.context["remaining"], "again=" in page.text) == (0, False)
    assert stages(topics) == ["accepted", "returned", "proposed"]


@pytest.mark.long
def test_what_was_not_done_is_tried_again_with_what_was_typed(desk, journey, topics):
    first, second, _third = topics
    data = sent(topics[:2], accepting(first), accepting(second))
    journey.take(second, "return", "office2", reason="补充材料")
    batch = desk.post(SCREEN, data, follow=True).context["batch"]
    journey.take(second, "unreturn", "office2", reason="无需补充")
    offered = f"again={batch.pk}" in desk.get(batch.get_absolute_url()).text

    page = desk.get(f"{SCREEN}?again={batch.pk}")

    [row] = page.context["rows"]
    second.refresh_from_db()
    typed = {name: row.forms[0][name].value() for name in ("version", "move", "organiser", "is_planned")}
    unit = str(second.proposing_committee_id)
    assert (row.record, offered) == (second, True)
    assert typed == {"version": second.version, "move": "accept", "organiser": unit, "is_planned": "no"}


def test_a_batch_sent_twice_is_carried_out_once(desk, topics):
    data = sent(topics[:1], accepting(topics[0]), form_key="a" * 32)

    first, second = desk.post(SCREEN, data), desk.post(SCREEN, data)

    assert first.url == second.url
    assert (Batch.objects.count(), NumberSeries.objects.get().last) == (1, 1)


@pytest.mark.long
def test_the_batch_is_taken_back_but_for_what_something_was_built_on(desk, journey, topics):
    page = desk.post(SCREEN, sent(topics[:2], *(accepting(topic) for topic in topics[:2])), follow=True)
    batch, [first, second] = page.context["batch"], page.context["rows"]
    journey.take(second.topic, "suspend", "office", reason="示例")
    undo = reverse("batch_undo", args=[batch.pk])

    obstacles = [bool(row.obstacle) for row in desk.get(undo).context["rows"]]
    page = desk.post(undo, {"row": [first.pk, second.pk], "reason": "录错"}, follow=True)

    assert obstacles == [False, True]
    assert outcome_of(page) == [(first.topic.pk, "taken_back"), (second.topic.pk, "done")]
    assert stages(topics) == ["proposed", "suspended", "proposed"]
    assert "录错" in page.content.decode()


@pytest.mark.long
def test_who_takes_back_what_somebody_just_took_back_is_told_so(desk, topics):
    batch = desk.post(SCREEN, sent(topics[:1], accepting(topics[0])), follow=True).context["batch"]

    undone(desk, batch)
    page = undone(desk, batch)

    assert [str(message) for message in page.context["messages"]] == [f"{topics[0].title}：此项已撤销。"]


@pytest.mark.long
def test_the_list_of_batches_says_who_when_what_and_how_many(desk, topics, queries_of, office):
    for topic in topics[:2]:
        desk.post(SCREEN, sent([topic], accepting(topic)))
    few = queries_of(reverse("batch_list"))
    desk.post(SCREEN, sent(topics[2:], accepting(topics[2])))

    page = desk.get(reverse("batch_list"))

    [last, *_others] = page.context["object_list"]
    assert (last.by_name, last.counted("done"), last.counted("taken_back")) == (str(office), 1, 0)
    assert queries_of(reverse("batch_list")) == few


@pytest.mark.long
def test_a_topic_is_merged_into_the_living_one_like_it_and_another_person_takes_it_back(desk, topics, client, office2):
    [row] = desk.get(SCREEN, {"row": [topics[0].pk]}).context["rows"]
    form = row.forms[0]
    offered = {str(value) for value, _label in form.fields["merged_into"].choices}
    target = next(topic for topic in topics if topic.pk == form["merged_into"].value())
    said = {"move": "merge", "merged_into": target.pk, "reason": "内容相同"}

    batch = desk.post(SCREEN, sent(topics[:1], accepting(topics[0], **said)), follow=True).context["batch"]
    merged = Topic.objects.get(pk=topics[0].pk)
    own = outcome_of(undone(desk, batch))
    client.force_login(factories.fresh(office2))
    others = outcome_of(undone(client, batch))

    assert offered == {"", *(str(topic.pk) for topic in topics[1:])}
    assert (merged.stage, merged.merged_into) == ("merged", target)
    assert (own, others) == ([(topics[0].pk, "done")], [(topics[0].pk, "taken_back")])
    assert stages(topics[:1]) == ["proposed"]


@pytest.mark.long
def test_the_list_one_came_from_keeps_its_filter_and_the_ticks(desk, topics):
    first, second, _third = topics
    desk.get(reverse("topic_list"), {"stage": "proposed"})

    form = desk.get(SCREEN, {"row": [first.pk, second.pk]}).content.decode()
    batch = desk.post(SCREEN, sent(topics[:1], accepting(first)), follow=True)
    undone(desk, batch.context["batch"])
    page = desk.get(f"{reverse('topic_list')}?stage=proposed&row={first.pk}")

    assert f"{reverse('topic_list')}?stage=proposed&amp;row={first.pk}&amp;row={second.pk}" in form
    assert f"{reverse('topic_list')}?stage=proposed&amp;row={first.pk}" in batch.content.decode()
    assert page.context["ticked"] == [first.pk]


def test_what_does_not_fit_is_named_beside_the_rows(desk, journey, topics):
    journey.take(topics[0], "return", "office", reason="示例")

    page = desk.get(SCREEN, {"row": [topic.pk for topic in topics[:2]]})

    assert [row.record for row in page.context["rows"]] == [topics[1]]
    assert [record for record, _reason in page.context["unfit"]] == [topics[0]]


def test_more_rows_than_a_batch_takes_follow_it_and_what_does_not_fit_takes_no_place(
    desk, journey, topics, monkeypatch
):
    monkeypatch.setattr("topics.views.batches.MOST", 1)
    _unfit, first, second = topics
    journey.take(topics[0], "return", "office", reason="示例")

    page = desk.get(SCREEN, {"row": [topic.pk for topic in topics]})
    done = desk.post(SCREEN, sent([first], accepting(first), later=page.context["later"]), follow=True)

    assert [row.record for row in page.context["rows"]] == [first]
    assert f'name="later" value="{second.pk}"' in page.text
    assert stages([first, second]) == ["accepted", "proposed"]
    assert f'<a href="{SCREEN}?row={second.pk}">' in done.text


@pytest.mark.long
def test_several_topics_are_referred_with_one_letter(desk, journey, department, dept_user):
    one, other = (Journey(journey.cast).concluded() for _each in range(2))
    due_on = (TODAY + timedelta(days=40)).isoformat()
    data = {"row": [one.pk, other.pk]}
    for topic in (one, other):
        data |= {f"t{topic.pk}-version": topic.version, f"t{topic.pk}-happened_on": TODAY.isoformat()}
    fill = {"all-lead": department.pk, "all-letter_number": "示办〔9〕号", "all-due_on": due_on, "fill": "1"}

    filled = desk.post(REFER, data | fill)
    for row in filled.context["rows"]:
        for form in row.forms:
            data |= {form.add_prefix(name): form[name].value() for name in form.fields if form[name].value()}
    page = desk.post(REFER, data, follow=True)

    assert outcome_of(page) == [(one.pk, "done"), (other.pk, "done")]
    assert stages([one, other]) == ["referred"] * 2
    referrals = [item.lead for topic in (one, other) for item in topic.recommendations.all()]
    assert {(r.department, r.letter_number) for r in referrals} == {(department, "示办〔9〕号")}


@pytest.mark.long
def test_departments_are_reminded_and_read_it_at_home(desk, journey, client, dept_user):
    late, early = journey.referred(recommendations=2, due_on=TODAY + timedelta(days=2))
    type(early).objects.filter(pk=early.pk).update(due_on=TODAY + timedelta(days=90))

    page = desk.get(REMIND, {"row": [late.pk, early.pk]})
    [row] = page.context["rows"]
    words = row.forms[0]["reminder"].value()
    data = {"row": [late.pk], f"r{late.pk}-version": late.version, f"r{late.pk}-reminder": words}
    first, second = desk.post(REMIND, data, follow=True), desk.post(REMIND, data, follow=True)
    client.force_login(factories.fresh(dept_user))

    assert [record for record, _reason in page.context["unfit"]] == [early]
    assert [outcome_of(answer) for answer in (first, second)] == [[(late.pk, "done")], [(late.pk, "refused")]]
    for url in (reverse("home"), late.get_absolute_url()):
        assert words in client.get(url).content.decode()
    assert f"{TODAY:%m-%d}已催办" in client.get(reverse("recommendation_list")).content.decode()


def undone(desk, batch):
    """The page of the batch after all its rows were to be taken back."""
    rows = [row.pk for row in batch.rows.all()]
    return desk.post(reverse("batch_undo", args=[batch.pk]), {"row": rows, "reason": "发错"}, follow=True)


@pytest.mark.long
def test_reminders_are_taken_back_but_for_those_on_which_a_department_acted(desk, journey, client, dept_user):
    acted, waits = journey.referred(recommendations=2, due_on=TODAY)
    data = {"row": [acted.pk, waits.pk]}
    for item in (acted, waits):
        data |= {f"r{item.pk}-version": item.version, f"r{item.pk}-reminder": f"请答复第{item.number}条"}
    batch = desk.post(REMIND, data, follow=True).context["batch"]
    journey.take(acted, "receive", "dept_user", TODAY)

    page = undone(desk, batch)
    client.force_login(factories.fresh(dept_user))
    home = client.get(reverse("home")).content.decode()

    assert outcome_of(page) == [(acted.pk, "done"), (waits.pk, "taken_back")]
    assert ("请答复第1条" in home, "请答复第2条" in home) == (True, False)


@pytest.mark.long
def test_of_two_batches_with_one_record_the_later_alone_is_taken_back(desk, journey, topics):
    topic, batches = topics[0], []
    for is_last in (False, True):
        topic.refresh_from_db()
        said = accepting(topic, move="return", reason="补充")
        batches.append(desk.post(SCREEN, sent([topic], said), follow=True).context["batch"])
        if not is_last:
            journey.take(topic, "propose", "clerk")

    first, second = (undone(desk, batch) for batch in batches)

    assert ["此后又作了同样办理" in str(message) for message in first.context["messages"]] == [True]
    again = desk.get(batches[0].get_absolute_url())
    assert [outcome_of(page) for page in (second, again)] == [[(topic.pk, "taken_back")], [(topic.pk, "done")]]
    assert stages([topic]) == ["proposed"]


def test_a_rejection_is_taken_back_by_another_person_of_the_office(desk, topics, client, office2):
    topic = topics[0]
    said = {"version": topic.version, "move": "reject", "goes_instead": "opinion", "reason": "不属协商范围"}
    batch = desk.post(SCREEN, sent([topic], accepting(topic, **said)), follow=True).context["batch"]

    own = outcome_of(undone(desk, batch))
    client.force_login(factories.fresh(office2))
    others = outcome_of(undone(client, batch))

    assert (own, others) == ([(topic.pk, "done")], [(topic.pk, "taken_back")])
    assert stages([topic]) == ["proposed"]

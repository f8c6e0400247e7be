"""All that is held on one person: complete, for nobody else, and told of."""

import re

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone, translation

from consult.models import Import, TrailEntry
from consult.password_again import MARK
from members.models import Member, User
from tests.journeys import Journey
from topics.held.record import KINDS, held_on
from topics.held.traces import TRACES
from topics.models import Attendance, Step

# The appointments, steps and lines of the trail of an account are parts of their own.
OF_ACCOUNT = {("members.Appointment", "user"), ("members.Member", "user"), ("topics.Step", "actor"),
              ("consult.TrailEntry", "actor")}  # fmt: skip


def naming(model):
    """Every record of ours that names the model: its label and the field."""
    ours = [one for app in ("consult", "members", "topics") for one in apps.get_app_config(app).get_models()]
    kept = [one for one in ours if not one._meta.proxy]
    fields = [field for one in kept for field in (*one._meta.fields, *one._meta.many_to_many)]
    return {(field.model._meta.label, field.name) for field in fields if field.related_model is model} - {
        ("members.User", "groups")
    }


def test_no_kind_of_record_that_names_a_member_or_an_account_is_forgotten():
    assert {(kind.model._meta.label, kind.by) for kind in KINDS} == naming(Member)
    assert {(model._meta.label, field) for model, field, _label in TRACES} | OF_ACCOUNT == naming(User)


def test_every_part_bears_chinese_heads(member_user, member):
    with translation.override("zh-hans"):
        heads = {str(head) for part in held_on(member, member_user) for head in part["heads"]}

    assert {head for head in heads if re.search("[A-Za-z]", head)} == set()


@pytest.fixture
def member(member_user):
    member = member_user.as_member
    member.mobile, member.email = "10000000001", "jia@example.com"
    member.save()
    return member


def page(client, user, member):
    client.force_login(user)
    return client.get(reverse("member_held", args=[member.pk]))


@pytest.mark.long
def test_the_member_reads_everything_and_nothing_of_others(client, journey, member_user, member, member2_user):
    session = journey.completed_session()
    Attendance.objects.filter(session=session, member=member).update(status="leave", leave_reason="家人住院")
    Attendance.objects.filter(session=session).exclude(member=member).update(status="leave", leave_reason="出差外地")
    session.speeches.create(member=member, speaker=member.name, point="建议增设停车位")
    draft = Journey(journey.cast).draft(title="尚未提交的议题", proposer="members", proposing_committee=None)
    draft.recommenders.add(member)
    Import.objects.create(kind="members", file_name="名册.xlsx", made_by=journey.cast["office"],
                          rows=[{"key": member.number}])  # fmt: skip
    Import.objects.create(kind="members", file_name="别人.xlsx", made_by=journey.cast["office"], rows=[{"key": "-"}])

    text = page(client, member_user, member).text

    told = (
        member.number,
        "10000000001",
        "jia@example.com",
        "家人住院",
        "建议增设停车位",
        "尚未提交的议题",
        "名册.xlsx",
    )
    assert [words for words in told if words not in text] == []
    others = (member_user.password, "出差外地", "别人.xlsx", member2_user.as_member.number)
    assert [words for words in others if words in text] == []


@pytest.mark.long
def test_the_office_reads_it_without_drafts_and_without_the_names_of_readers(client, journey, member, cast):
    draft = journey.draft(title="尚未提交的议题", proposer="members", proposing_committee=None)
    draft.recommenders.add(member)
    client.force_login(cast["office"])
    client.get(member.get_absolute_url())

    text = page(client, cast["office"], member).text

    assert "10000000001" in text
    assert "尚未提交的议题" not in text
    assert re.search(r"查看个人信息</td>\s*<td translate=\"no\">2</td>", text)
    (line,) = TrailEntry.objects.filter(details__has_key="step")
    assert (line.deed, line.actor, line.subject) == ("read", cast["office"], f"委员 {member}")


def test_of_who_is_anonymised_it_tells_the_year_of_birth_that_is_kept(client, member, member_user, cast):
    Member.objects.filter(pk=member.pk).update(birth_month="1970-05-01")
    known = page(client, member_user, member).text
    Member.objects.filter(pk=member.pk).update(birth_month="1970-01-01", anonymised_on=timezone.localdate())

    kept = page(client, cast["office"], member).text

    assert '<td translate="no">1970-05</td>' in known
    assert '<td translate="no">1970</td>' in kept


def test_it_needs_the_password_again_also_for_oneself(client, member_user, member):
    client.force_login(member_user)
    session = client.session
    session[MARK] -= 11 * 60
    session.save()

    answer = client.get(reverse("member_held", args=[member.pk]))

    assert answer.url.startswith(reverse("password_again"))
    assert not TrailEntry.objects.filter(deed="read").exists()


def test_steps_of_the_account_are_listed(client, journey, member_user, member):
    topic = journey.draft(proposer="members", proposing_committee=None, created_by=member_user)
    topic.recommenders.add(member)
    journey.take(topic, "propose", "member_user")

    text = page(client, member_user, member).text

    assert Step.objects.filter(actor=member_user).count() == 1
    assert f"{topic.title}</td>" in text


@pytest.mark.long
def test_ten_sessions_cost_no_query_more_than_one(journey, member, client, queries_of):
    journey.completed_session()
    client.force_login(journey.cast["office"])
    address = reverse("member_held", args=[member.pk])
    client.get(address)
    few = queries_of(address)

    Journey(journey.cast).completed_session()

    assert queries_of(address) == few

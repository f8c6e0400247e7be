"""The plans of the demo's topics: drafted, sent to both bodies, returned, revised, withdrawn."""

from datetime import time

from topics.demo import phrases
from topics.demo.clock import open_days_from
from topics.demo.exits import merge
from topics.demo.timeline import Review
from topics.models import AgendaPart, Body, Plan, PlanGuest, PlanInvitee
from topics.plans.versions import copy

AGENDA = (
    ("主持人介绍协商议题、协商规则和参会双方", "主持人", 10),
    ("主办部门通报情况", "主办部门负责人", 15),
    ("委员代表反映调研情况", "委员代表", 15),
    ("群众代表发言", "群众代表", 20),
    ("自由互动", "全体参会人员", 40),
    ("部门现场回应", "相关部门", 15),
    ("主持人小结", "主持人", 5),
)
INSPECTION = "现场察看"
CLEARER = (
    ("听取群众、委员和部门意见", "听取群众、商户、委员和主办部门意见"),
    ("组织委员实地走访", "组织委员和群众代表实地走访"),
    ("征求意见并汇总分类", "征求意见，逐条汇总分类"),
    ("供参考", "，会上作简要说明"),
)
PREPARATION = (
    "会前五天发放方案和背景材料；组织委员实地走访；与主办部门对接口径；在协商地点公示议题和规则。",
    "会前入户征求意见并汇总分类；准备现状图和比选方案；落实场地、席位牌和“三亮”标识。",
    "会前召开工作碰头会，明确发言人和回应单位；收集邻近乡镇做法供参考。",
)
GUESTS = (
    ("leaders", "{town}分管负责人", 1),
    ("departments", "{departments}", 3),
    ("public", "", 12),
    ("experts", "行业专家（示例）", 1),
    ("enterprises", "相关企业和商户代表", 3),
)


def review(life):
    """One round's plan through the Party group and the presidium, with whatever the story has them decide."""
    life.plan = draft(life)
    life.stop_at("plan_draft")
    yield life.days(1, 3)
    yield from submit(life)
    body = Body.PARTY_GROUP
    outcomes = {Body.PARTY_GROUP: life.story.party_outcomes, Body.PRESIDIUM: life.story.presidium_outcomes}
    while body:
        await_agenda(life, body)
        outcome = yield Review(life.plan, body, outcomes[body])
        life.stop_at(f"{outcome}_{body}")
        yield life.days(1, 2)
        body = yield from heed(life, body, outcome)
    life.topic.refresh_from_db()


def submit(life):
    w = life.w
    w.do(life.plan, "submit", life.staff)
    if life.story.until == "merged_plan":
        yield 1
        merge(life)
    if life.has("plan_withdrawn") or life.story.until == "plan_withdrawn":
        life.story.twists.discard("plan_withdrawn")
        yield 1
        w.do(life.plan, "withdraw", life.staff, reason=life.told(phrases.PLAN_WITHDRAWN))
        life.stop_at("plan_withdrawn")
        yield life.days(2, 4)
        life.plan = amended(life)
        w.do(life.plan, "submit", life.staff)


def await_agenda(life, body):
    """End the story where it waits for a body: for its agenda, on the next one, or on one that was put off."""
    life.stop_at(f"awaiting_{body}")
    for agenda, point in ((body, f"agenda_{body}"), (f"postponed_{body}", f"postponed_{body}")):
        if life.story.until == point:
            life.agendas[agenda].append(life.plan)
        life.stop_at(point)


def heed(life, body, outcome):
    """What the organiser does after a decision; returns the body that comes next, None after the last."""
    if outcome == "deferred":
        return body
    if outcome in {"returned", "refused"}:
        yield life.days(2, 5)
        life.plan = amended(life)
        yield 1
        yield from submit(life)
        return Body.PARTY_GROUP
    if outcome == "after_revision":
        yield from revise(life, body)
    return Body.PRESIDIUM if body == Body.PARTY_GROUP else None


def revise(life, body):
    """The revised text as the next version, which the office confirms; a sloppy one only at the second try."""
    w = life.w
    revised = amended(life, revises=life.plan)
    yield life.days(1, 2)
    w.do(revised, "submit_revision", life.staff)
    life.stop_at(f"revised_{body}")
    yield 1
    if life.has("sloppy"):
        life.story.twists.discard("sloppy")
        w.do(revised, "refuse_revision", "office03", reason=phrases.REVISION_REFUSED)
        yield 1
        w.do(revised, "submit_revision", life.staff)
        yield 1
    w.do(revised, f"confirm_{body}", "office03")
    life.plan = revised


def draft(life):
    """A complete plan, the next version of its round, written by the organiser's staff."""
    w, matter, topic = life.w, life.matter, life.topic
    topic.refresh_from_db()
    room = place_of(life)
    plan = Plan.objects.create(
        topic=topic,
        round=topic.rounds,
        number=topic.plans.filter(round=topic.rounds).count() + 1,
        purpose=f"围绕“{matter.title}”听取群众、委员和部门意见，厘清问题和责任，形成可操作的意见建议，推动问题在年内见到实效。",
        points=topic.points,
        planned_on=session_day(life),
        planned_at=time(9, 30) if life.rng.random() < 0.6 else time(14, 30),
        venue=room,
        place=f"{matter.town}现场" if room is None else "",
        host=host_of(life),
        leading_vice_chair=topic.leading_vice_chair,
        preparation=life.rng.choice(PREPARATION),
        outcome_kind=w.entry("outcome", life.story.outcome_kind),
    )
    plan.editors.add(w.users[life.staff])
    AgendaPart.objects.bulk_create(
        AgendaPart(
            plan=plan, order=order, title=title, speaker=speaker, minutes=minutes, is_free_dialogue=title == "自由互动"
        )
        for order, (title, speaker, minutes) in enumerate(AGENDA, start=1)
    )
    PlanInvitee.objects.bulk_create(PlanInvitee(plan=plan, member=member) for member in invited(life))
    PlanGuest.objects.bulk_create(guests(life, plan))
    return plan


def amended(life, revises=None):
    """The next version: a later day, clearer words, an inspection on the spot, some other people; the rest stays."""
    plan = copy(life.plan, life.w.users[life.staff], revises=revises)
    plan.planned_on = session_day(life)
    for old, new in CLEARER:
        plan.purpose, plan.preparation = plan.purpose.replace(old, new), plan.preparation.replace(old, new)
    plan.save(update_fields=["planned_on", "purpose", "preparation"])
    plan.agenda.filter(is_free_dialogue=True).update(minutes=50)
    if not plan.agenda.filter(title=INSPECTION).exists():
        plan.agenda.create(order=0, title=INSPECTION, speaker="委员和群众代表", minutes=30)
    here = [invitee.member_id for invitee in plan.invitees.all()]
    coming = [member for member in invited(life) if member.pk not in here][:2]
    plan.invitees.filter(member=here[0]).delete()
    PlanInvitee.objects.bulk_create(PlanInvitee(plan=plan, member=member) for member in coming)
    return plan


def session_day(life):
    """When the session is to be: set by the story for one to come, else some three weeks after the draft."""
    if wanted := life.story.session_on if life.topic.rounds == 1 else life.story.session2_on:
        return wanted
    return open_days_from(life.w.clock.day, life.days(22, 28))


def place_of(life):
    """The organiser's room, or now and then a mobile platform in its area; None for a place without a platform."""
    draw = life.rng.random()
    if draw < 0.2 and life.organiser:
        return None
    mobile = [
        v
        for v in life.w.venues
        if v.kind in {"mobile", "studio"} and life.organiser and v.committee_id == life.organiser.pk
    ]
    return life.rng.choice(mobile) if mobile and draw < 0.6 else life.w.room_of(life.organiser)


def host_of(life):
    if life.organiser and life.organiser.order <= 13:
        return life.w.members[13 + life.organiser.order - 1].name
    return life.topic.leading_vice_chair.name


def invited(life):
    """Members of the organiser's area, or of the whole county, and those who recommended the topic."""
    chosen = life.rng.sample(life.nearby, life.rng.randint(8, 13))
    recommenders = [m for m in life.story.recommenders if m not in chosen]
    return [*chosen, *recommenders]


def guests(life, plan):
    departments = "、".join(department.name for department in life.topic.departments.all()[:4])
    town = "县政府" if life.matter.town == "全县" else life.matter.town
    return [
        PlanGuest(plan=plan, category=category, names=words.format(town=town, departments=departments), count=count)
        for category, words, count in GUESTS
    ]

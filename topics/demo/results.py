"""What comes of the demo's sessions: outcome, recommendations, referral, follow-up, archive."""

from consult.calendar.workdays import add_workdays, months_later
from topics.demo import phrases
from topics.demo.answers import answer_life
from topics.demo.clock import open_days_from
from topics.demo.exits import Ends
from topics.demo.papers import add_documents
from topics.models import Opinion, Outcome, Recommendation


def conclude(life):
    """The outcome of the round, with the opinions of its sessions as numbered recommendations."""
    yield life.days(3, 7)
    w, topic = life.w, life.topic
    topic.refresh_from_db()
    outcome = Outcome.objects.create(
        topic=topic,
        round=topic.rounds,
        kind=w.entry("outcome", life.story.outcome_kind),
        number=w.paper("示协纪"),
        issued_on=w.clock.day,
        summary=f"围绕“{life.matter.title}”，协商双方对现状和原因看法基本一致，就责任分工、实施步骤和长效管护形成意见建议。",
    )
    if not life.has("nothing_to_recommend"):
        list_recommendations(life, outcome)
    w.do(topic, "conclude", life.staff)
    if w.with_files and life.story.has_papers:
        add_documents(life)
    life.stop_at("concluded")


def list_recommendations(life, outcome):
    """One for each opinion; in a second round only what is new."""
    topic, known = life.topic, {r.text for r in life.topic.recommendations.all()}
    opinions = Opinion.objects.filter(session__topic=topic, session__plan__round=topic.rounds).order_by(
        "session", "order"
    )
    offered = {}
    for opinion in opinions:
        offered.setdefault(opinion.text, opinion)
    if topic.rounds > 1:
        offered = {f"{text}请在第一轮意见基础上明确完成时限和责任人。": o for text, o in list(offered.items())[:1]}
    start = len(known)
    Recommendation.objects.bulk_create(
        Recommendation(topic=topic, outcome=outcome, opinion=opinion, number=start + place, text=text)
        for place, (text, opinion) in enumerate((pair for pair in offered.items() if pair[0] not in known), start=1)
    )


def refer(life):
    """Each recommendation to the department that the matter names, and the lives of the answers begin."""
    w, topic = life.w, life.topic
    if life.has("instructed"):
        yield life.days(1, 2)
        words = {"leader": life.rng.choice(phrases.LEADERS), "text": life.rng.choice(phrases.INSTRUCTIONS)}
        w.do(topic, "instruct", life.staff, **words)
    yield life.days(1, 4)
    rows = list(topic.recommendations.all())
    if not rows:
        return
    referrals = [referral_row(life, recommendation, place) for place, recommendation in enumerate(rows)]
    w.do(topic, "refer", "office01", referrals=referrals)
    life.awaited = len(rows)
    for place, recommendation in enumerate(rows):
        life.timeline.start(answer_life(life, recommendation, life.story.script_of(place)), w.clock.day)
    if life.story.until == "referred":
        raise Ends


def referral_row(life, recommendation, place):
    w, advice = life.w, life.matter.subject.advice
    lead = advice[place % len(advice)].department
    others = [a.department for a in advice if a.department != lead]
    co = others[:1] if others and life.rng.random() < 0.5 else []
    if life.has("one_desk"):
        lead, co = phrases.ONE_DESK, [phrases.BESIDE_IT][: place % 2]
    offset = life.story.due_of(place)
    due_on = add_workdays(w.clock.anchor, offset) if offset is not None else months_later(w.clock.day, 3)
    return {
        "recommendation": recommendation,
        "lead": w.departments[lead],
        "co": [w.departments[name] for name in co],
        "letter_number": w.paper("示协办"),
        "due_on": due_on,
    }


def follow_up(life):
    """After the last answer: evaluations, visits, and the archive."""
    w, topic = life.w, life.topic
    topic.refresh_from_db(fields=["stage"])
    while topic.stage == "referred":
        yield 2
        topic.refresh_from_db(fields=["stage"])
    life.stop_at("answered")
    while life.awaited:
        yield 2
    yield life.days(2, 6)
    topic.refresh_from_db()
    life.stop_at("evaluated")
    if life.has("tracked") or life.story.until == "tracking":
        w.do(topic, "track", life.staff)
        yield life.days(6, 15)
        yield from visits(life)
    w.do(topic, "close", "office01", archive_number=f"示例档〔{w.clock.day.year}〕{topic.number}")
    if life.has("reopened") or life.story.until == "reopened":
        yield life.days(30, 45)
        w.do(topic, "reopen", "office03", reason=phrases.REOPENED)
        life.stop_at("reopened")
        yield 10
        yield from visits(life)
        w.do(topic, "close", "office01", archive_number=f"示例档〔{w.clock.day.year}〕{topic.number}补")


def visits(life):
    """One or two, each on the day that the one before announced; without end where the story stays in follow-up."""
    left = 1000 if life.story.until == "tracking" else life.days(1, 2)
    while left:
        left -= 1
        again = open_days_from(life.w.clock.day, life.days(15, 30))
        said = {"findings": life.told(phrases.VISITS), "evidence": life.rng.choice(phrases.EVIDENCE)}
        said["members"] = life.some_nearby(2)
        life.w.do(life.topic, "visit", life.staff, next_check_on=again if left else None, **said)
        yield again if left else life.days(3, 8)

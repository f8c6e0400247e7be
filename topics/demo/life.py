"""The life of one topic of the demo: its proposal and screening, then leg after leg until its story ends."""

from dataclasses import dataclass
from datetime import timedelta

from topics.demo import phrases
from topics.demo.exits import Ends, merge, stop_here
from topics.demo.plans import review
from topics.demo.results import conclude, follow_up, refer
from topics.demo.sessions import consult
from topics.models import Topic


@dataclass
class Life:
    """One story being lived: what it is about, how far it goes, and the records it has made."""

    w: object
    story: object
    matter: object
    organiser: object
    rng: object
    agendas: dict
    topic: Topic = None
    plan: object = None
    timeline: object = None
    years: object = None
    awaited: int = 0

    def stop_at(self, point):
        """End here if this is the story's point; in a later round its number follows the name."""
        if self.is_last(point):
            raise Ends

    def is_last(self, point):
        round_of = "" if self.topic.rounds == 1 else self.topic.rounds
        return self.story.until == f"{point}{round_of}"

    def has(self, twist):
        return twist in self.story.twists

    def told(self, words, **more):
        """One of the phrases, with the town and chance numbers filled in."""
        words = words if isinstance(words, str) else self.rng.choice(words)
        few, count, share = self.rng.randint(3, 8), self.rng.randint(18, 96), self.rng.randint(6, 9)
        return words.format(town=self.matter.town, few=few, count=count, share=share, more=count + 60, **more)

    def days(self, least, most):
        """A number of working days by chance; the least where the story has to come to its point in time."""
        return least if self.story.is_brisk else self.rng.randint(least, most)

    @property
    def nearby(self):
        """The members of the organiser's area, or of the whole county."""
        area = self.w.members_of.get(self.organiser.pk) if self.organiser else None
        return area or self.w.members[:240]

    def some_nearby(self, count):
        return self.w.rng(f"{self.topic.title} {self.w.clock.day}").sample(self.nearby, count)

    def wait_for(self, day):
        if day and day > self.w.clock.day:
            yield day

    @property
    def has_weeks_before_plan(self):
        day = self.story.plan_day(self.topic.rounds)
        return day > self.w.clock.day + timedelta(days=14) if day else not self.story.is_brisk

    @property
    def staff(self):
        return self.w.staff(self.organiser)


def live(life):
    """The whole story, as a generator for the timeline."""
    try:
        yield from propose(life)
        yield from screen(life)
        yield from life.wait_for(life.story.plan_day(1))
        yield from review(life)
        yield from consult(life)
        yield from conclude(life)
        while life.has("second_round") and life.topic.rounds == 1:
            yield life.days(2, 4)
            yield from life.wait_for(life.story.plan_day(2))
            life.w.do(life.topic, "another_round", life.staff, reason=life.told(phrases.ANOTHER_ROUND))
            yield life.days(2, 4)
            yield from review(life)
            yield from consult(life)
            yield from conclude(life)
        yield from refer(life)
        yield from follow_up(life)
    except Ends:
        return


def propose(life):
    life.topic = draft(life)
    life.stop_at("draft")
    w, topic = life.w, life.topic
    w.do(topic, "propose", w.proposer(topic))
    if life.has("returned") or life.story.until == "returned":
        yield life.days(1, 3)
        w.do(topic, "return", "office01", reason=life.told(phrases.TOPIC_RETURNED))
        life.stop_at("returned")
        yield life.days(2, 5)
        topic.background += "\n" + life.told(phrases.TOPIC_AMENDED)
        topic.save(update_fields=["background"])
        w.do(topic, "propose", w.proposer(topic))
    life.stop_at("proposed")
    yield life.days(1, 4)


def draft(life):
    """The topic as its unit writes it down, with the proof that its source demands."""
    w, matter, subject = life.w, life.matter, life.matter.subject
    category = w.entry("category", subject.category)
    topic = Topic.objects.create(
        title=matter.title,
        source=life.story.source,
        background=matter.told(subject.background),
        points="\n".join(f"{number}. {matter.told(p)}" for number, p in enumerate(subject.points, start=1)),
        suggestions=matter.told(subject.suggestion),
        category=category,
        is_livelihood=subject.is_livelihood,
        **proposing_unit(life),
        **proof(life),
    )
    Topic.objects.filter(pk=topic.pk).update(created=w.clock.tick())
    if topic.proposer == Topic.Proposer.MEMBERS:
        topic.recommenders.add(*life.story.recommenders)
    if life.organiser and not subject.is_countywide:
        topic.townships.add(*life.organiser.townships.filter(name=matter.town))
    topic.departments.add(*{advice.department: w.departments[advice.department] for advice in subject.advice}.values())
    return topic


def proposing_unit(life):
    match life.story.proposer:
        case Topic.Proposer.COMMITTEE:
            clerk = life.w.users[life.w.clerks[life.organiser.pk]]
            unit = {"proposing_committee": life.organiser, "created_by": clerk}
        case Topic.Proposer.MEMBERS:
            unit = {"created_by": life.story.recommenders[0].user}
        case Topic.Proposer.GOVERNMENT:
            unit = {"created_by": life.w.users["government01"]}
        case _:
            unit = {"created_by": life.w.users["office01"]}
    return {"proposer": life.story.proposer} | unit


def proof(life):
    match life.story.source:
        case Topic.Source.PARTY_ASSIGNED:
            written_on = life.w.clock.day - timedelta(days=life.days(2, 9))
            body = life.rng.choice(phrases.ASSIGNERS)
            return {"assigning_body": body, "letter_number": life.w.paper("示府函"), "letter_date": written_on}
        case Topic.Source.CPPCC_SELECTED:
            return {"selection_reason": life.told(phrases.SELECTION)}
    return {"origin_document": life.told(phrases.ORIGIN, title=life.matter.title[:30])}


def screen(life):
    """The office's screening, with its side exits."""
    w, topic = life.w, life.topic
    if life.story.until == "withdrawn":
        w.do(topic, "withdraw", w.proposer(topic), reason=life.told(phrases.WITHDRAWN))
        raise Ends
    if life.has("reinstated") or life.story.until == "rejected":
        instead = life.rng.choice(list(phrases.REJECTED))
        w.do(topic, "reject", "office01", goes_instead=instead, reason=phrases.REJECTED[instead])
        life.stop_at("rejected")
        yield life.days(2, 4)
        w.do(topic, "reinstate", "office03", reason=phrases.REINSTATED)
        yield 1
    if life.story.until == "merged_proposed":
        merge(life)
    accept(life)
    life.stop_at("accepted")
    yield from accepted(life)


def accept(life):
    chairs = life.w.members[1:5]
    answers = {
        "organiser": life.organiser,
        "form": life.w.entry("form", life.story.form),
        "category": life.topic.category,
        "leading_vice_chair": life.rng.choice(chairs),
    }
    answers |= life.years.place_of(life)
    life.w.do(life.topic, "accept", "office01", **answers)


def accepted(life):
    """What may befall a topic before its plan: research, a pause, another organiser, an early end."""
    w, topic = life.w, life.topic
    if life.has("suspended") or life.story.until in {"suspended", "stopped_suspended"}:
        yield life.days(3, 6)
        w.do(topic, "suspend", "office01", reason=life.told(phrases.SUSPENDED))
        life.stop_at("suspended")
        yield life.days(20, 30)
        stop_here(life, "stopped_suspended")
        w.do(topic, "resume", "office01", reason=phrases.RESUMED)
    if life.has("handed_over"):
        yield 2
        life.organiser = w.committees[(life.organiser.order + 2) % 13]
        w.do(topic, "hand_over", "office01", organiser=life.organiser, reason=life.told(phrases.HANDED_OVER))
    if life.has_weeks_before_plan and life.rng.random() < 0.7:
        yield life.days(2, 4)
        place = f"{life.matter.town}及相关单位" if life.matter.town != "全县" else "部分乡镇（街道）及县级部门"
        members = life.some_nearby(life.rng.randint(4, 9))
        said = {"people": f"相关部门业务人员{life.rng.randint(2, 4)}名", "findings": life.told(phrases.RESEARCH)}
        w.do(topic, "research", life.staff, places=place, members=members, **said)
    stop_here(life, "stopped_accepted")
    if life.story.until == "merged_accepted":
        merge(life)
    yield life.days(1, 4)

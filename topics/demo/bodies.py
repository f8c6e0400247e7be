"""The two bodies of the demo: they meet every twelve working days and decide what stands on their agenda."""

from datetime import time

from topics.demo import phrases
from topics.demo.clock import open_days_from
from topics.models import Body, ReviewMeeting
from topics.workflow import note
from topics.workflow.plan import transition_for
from topics.workflow.review_meeting import FACTS

RHYTHM, MOST_ITEMS = 12, 12
# So many working days before the anchor date the last meeting was held.
LAST_HELD = {Body.PARTY_GROUP: 4, Body.PRESIDIUM: 1}
FIRST_NUMBER = {Body.PARTY_GROUP: 41, Body.PRESIDIUM: 36}
RECORDERS = {Body.PARTY_GROUP: ("party01", "party02"), Body.PRESIDIUM: ("presidium01", "presidium02")}
PLACE = {Body.PARTY_GROUP: "县政协机关三楼党组会议室", Body.PRESIDIUM: "县政协机关三楼主席会议室"}
SERIES = {Body.PARTY_GROUP: "示协党纪", Body.PRESIDIUM: "示协主纪"}
# By their number in the term, so that it happens to meetings that have an agenda.
POSTPONED, CANCELLED = {45, 53}, {49, 57, 66}


def item_of(meeting, review):
    return meeting.items.select_related("meeting__term", "plan__topic").get(plan=review.plan)


class Bodies:
    """Their calendars, the plans that wait for them, and what they decide."""

    def __init__(self, world):
        self.w, self.rng = world, world.rng("bodies")
        self.waiting = {body: [] for body in Body}
        self.held = {body: FIRST_NUMBER[body] for body in Body}
        self.days = {}
        for body in Body:
            for number in range(80):
                day = world.clock.before(LAST_HELD[body] + RHYTHM * number)
                self.days.setdefault(day, []).append(body)

    def wait(self, review):
        self.waiting[review.body].append(review)

    def meet(self, day):
        """Hold the meetings of the day; pairs of a story that goes on and the outcome that it hears."""
        return [heard for body in self.days.pop(day, []) for heard in self.meet_as(body, day)]

    def meet_as(self, body, day):
        reviews, self.waiting[body] = self.waiting[body][:MOST_ITEMS], self.waiting[body][MOST_ITEMS:]
        if not reviews:
            return []
        meeting = self.meeting(body, day, [review.plan for review in reviews])
        is_past = day < self.w.clock.before(2 * RHYTHM)
        if is_past and meeting.number in CANCELLED:
            self.w.do(meeting, "cancel", "office01", reason=self.rng.choice(phrases.MEETING_CANCELLED))
            self.waiting[body] = reviews + self.waiting[body]
            return []
        if is_past and meeting.number in POSTPONED:
            self.w.do(meeting, "postpone", "office01", reason=self.rng.choice(phrases.MEETING_POSTPONED))
            self.w.do(meeting, "reschedule", "office01", meets_on=day)
        self.w.clock.skip_to(time(9, 20))
        self.w.do(meeting, "hold", "office01")
        heard = [(review.life, outcome) for review in reviews if (outcome := self.decide(meeting, review))]
        if len(heard) == len(reviews):
            self.w.do(meeting, "close", "office01", minutes_number=self.w.paper(SERIES[body]))
        return heard

    def meeting(self, body, day, plans, meets_at=time(9, 0)):
        """A planned meeting with the plans on its agenda."""
        self.held[body] += 1
        host = self.w.members[0 if body == Body.PRESIDIUM else 1].name
        meeting = ReviewMeeting.objects.create(
            body=body, term=self.w.term, number=self.held[body], meets_on=day, meets_at=meets_at, place=PLACE[body],
            host=host,
        )  # fmt: skip
        told = {name: getattr(meeting, name) for name in FACTS}
        note(meeting, "schedule", by=self.w.users["office01"], now=self.w.clock.tick(), **told)
        if plans:
            self.w.do(meeting, "put_on", "office01", plans=plans)
        return meeting

    def decide(self, meeting, review):
        """Record the review's next outcome and return it; None where the item stays undecided."""
        outcome = review.outcomes.pop(0) if review.outcomes else "passed"
        if outcome == "pending":
            return None
        first, second = RECORDERS[meeting.body][:: self.rng.choice((1, -1))]
        if outcome == "mistaken":
            self.record(meeting, review, "returned", first)
            item = item_of(meeting, review)
            self.w.do(review.plan, f"revoke_{meeting.body}", second, item=item, reason=phrases.MISTAKEN)
            outcome = "passed"
        self.record(meeting, review, outcome, first)
        return outcome

    def record(self, meeting, review, outcome, by):
        opinion = self.rng.choice(phrases.OPINIONS[meeting.body][outcome])
        name = transition_for(meeting.body, outcome)
        self.w.do(review.plan, name, by, item=item_of(meeting, review), outcome=outcome, opinion=opinion)

    def look_ahead(self, agendas):
        """The meetings to come after the anchor date: planned ones with full agendas, and postponed ones."""
        anchor = self.w.clock.anchor
        self.w.clock.begin(self.w.clock.last_day)
        for body, days in ((Body.PARTY_GROUP, 2), (Body.PRESIDIUM, 4)):
            plans = [review.plan for review in self.waiting[body]] + agendas[body]
            self.meeting(body, open_days_from(anchor, days), plans, time(9, 0))
            later = self.meeting(body, open_days_from(anchor, days + 5), agendas[f"postponed_{body}"], time(14, 30))
            self.w.do(later, "postpone", "office01", reason=self.rng.choice(phrases.MEETING_POSTPONED))
            self.meeting(body, open_days_from(anchor, days + RHYTHM), [], time(9, 0))

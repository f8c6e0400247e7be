"""The annual plans of the demo: drafted from candidates before each year, issued, adjusted in summer, finished."""

from datetime import date, timedelta

from topics.annual_plans.changes import before_of, change_against
from topics.annual_plans.execution import IN_FORCE, open_items
from topics.demo import phrases
from topics.models import AnnualPlan, AnnualPlanItem, Body, Candidate, Period, Topic
from topics.workflow import note
from topics.workflow.annual_plan_effects import add_item
from topics.workflow.annual_plan_ends import undone

MOST_ITEMS = 24
FIRST_START, UNTIL_SESSION = (1, 25), timedelta(days=70)
MONTHS = [period for period in Period if not period.value.endswith("q")]
QUARTER_OF = {1: Period.FIRST, 2: Period.SECOND, 3: Period.THIRD, 4: Period.FOURTH}


class Years:
    """Which story of the demo carries out which item, and the life of each year's plan."""

    def __init__(self, world, bodies, lives):
        self.w, self.bodies, self.lives = world, bodies, lives
        self.items = {}

    def start(self, timeline, first):
        """Let the plan of every year begin that falls in the days to be lived through."""
        for year in range(first.year + 1, self.w.clock.anchor.year + 2):
            timeline.start(self.live(year), max(first, date(year - 1, 11, 12)))

    def planned_lives(self, year):
        """The stories that the plan of the year foresees, each with its day: spread over it where there are more."""
        first, found = date(year, *FIRST_START), []
        for life, day in sorted(self.lives, key=lambda pair: pair[1]):
            foreseen = life.story.session_on or day + UNTIL_SESSION
            if life.story.is_planned and first <= day and foreseen.year == year:
                found.append((life, foreseen))
        count = min(MOST_ITEMS, len(found))
        return [found[place * len(found) // count] for place in range(count)]

    def live(self, year):
        """A year's plan from its first candidate to its end, as a generator for the timeline."""
        rng = self.w.rng(f"annual plan {year}")
        plan = AnnualPlan.objects.create(year=year)
        note(plan, "begin", by=self.w.users["office01"], now=self.w.clock.tick())
        plan.editors.add(self.w.users["office01"])
        planned = self.planned_lives(year)
        self.collect(plan, planned, rng)
        yield 6
        first, *spare = plan.candidates.filter(title__in=phrases.FORWARDED)
        self.w.do(plan, "take_in", "office01", candidates=[first])
        self.w.do(plan, "leave_out", "office01", candidate=spare[-1], reason=phrases.LEFT_OUT[0])
        yield date(year - 1, 12, 18)
        self.draft(plan, planned, rng)
        yield 2
        yield from self.issue(plan)
        if year % 2 or year == self.w.clock.anchor.year:
            plan = yield from self.adjust(plan, rng)
        yield date(year, 12, 22)
        rows = [{"item": item, "reason": rng.choice(phrases.UNDONE)} for item in undone(plan)]
        self.w.do(plan, "finish", "office01", undone=rows)

    def place_of(self, life):
        """What the office answers at the acceptance: the item that the topic carries out, or outside the plan."""
        item = self.items.get(id(life))
        is_open = isinstance(item, AnnualPlanItem) and item.pk in {other.root_id for other in open_items()}
        has_plan = AnnualPlan.objects.filter(year=self.w.clock.day.year, stage__in=IN_FORCE).exists()
        is_planned = is_open or life.story.is_planned and not has_plan
        return {"is_planned": is_planned, "plan_item": item if is_open else None}

    def collect(self, plan, planned, rng):
        """What committees and the government side put forward; some of it will be left out."""
        for number, title in enumerate(phrases.FORWARDED, start=plan.year):
            committee = self.w.committees[number % 13]
            self.put_forward(plan, title, rng.choice(phrases.FORWARDED_WHY), committee)
        for life, _day in planned:
            if life.story.proposer in {Topic.Proposer.COMMITTEE, Topic.Proposer.GOVERNMENT}:
                committee = life.organiser if life.story.proposer == Topic.Proposer.COMMITTEE else None
                content = life.matter.told(life.matter.subject.points[0])
                candidate = self.put_forward(plan, life.matter.title, content, committee)
                candidate.departments.set(self.departments_of(life))
                self.items[id(life)] = candidate

    def put_forward(self, plan, title, content, committee):
        sides = {"proposer": Topic.Proposer.COMMITTEE if committee else Topic.Proposer.GOVERNMENT}
        user = self.w.users[self.w.clerks[committee.pk]] if committee else self.w.users["government01"]
        return Candidate.objects.create(
            plan=plan, title=title, content=content, committee=committee, created_by=user, **sides
        )

    def departments_of(self, life):
        return {self.w.departments[advice.department] for advice in life.matter.subject.advice}

    def draft(self, plan, planned, rng):
        """Candidates are taken in or left out; the office adds the rest and completes every item."""
        chosen = [self.items[id(life)] for life, _day in planned if id(life) in self.items]
        spare = list(plan.candidates.waiting().exclude(pk__in=[one.pk for one in chosen]))
        self.w.do(plan, "take_in", "office01", candidates=[*chosen, *spare[:2]])
        for candidate in spare[2:]:
            self.w.do(plan, "leave_out", "office01", candidate=candidate, reason=rng.choice(phrases.LEFT_OUT))
        for life, day in planned:
            candidate = self.items.get(id(life))
            item = candidate.items.get() if candidate else add_item(plan, title=life.matter.title)
            self.items[id(life)] = self.completed(item, life, day, rng)
        unclaimed = plan.items.filter(candidate__title__in=phrases.FORWARDED)
        for item, period in zip(unclaimed, (Period.SECOND, Period.THIRD, Period.FOURTH), strict=True):
            AnnualPlanItem.objects.filter(pk=item.pk).update(
                period=period,
                form=self.w.entry("form", "协商座谈会"),
                outcome_kind=self.w.entry("outcome", "协商纪要"),
                leading_vice_chair=rng.choice(self.w.members[1:5]),
            )
        for order, item in enumerate(plan.items.order_by("period", "order"), start=1):
            AnnualPlanItem.objects.filter(pk=item.pk).update(order=order)

    def completed(self, item, life, day, rng):
        """The item with all that a plan says of it, from the story that will carry it out."""
        subject, month = life.matter.subject, day.month
        item.source, item.content = life.story.source, "\n".join(life.matter.told(p) for p in subject.points)
        item.form = self.w.entry("form", life.story.form)
        item.outcome_kind = self.w.entry("outcome", life.story.outcome_kind)
        item.period = rng.choice((MONTHS[month - 1], QUARTER_OF[(month + 2) // 3]))
        item.leading_vice_chair = rng.choice(self.w.members[1:5])
        item.organiser, item.is_county_level = life.organiser, life.organiser is None
        item.save()
        item.departments.set(self.departments_of(life))
        return item

    def review(self, plan):
        self.bodies.held[Body.PRESIDIUM] += 1
        number = self.bodies.held[Body.PRESIDIUM]
        self.w.do(plan, "pass", "presidium01", term=self.w.term, meeting_number=number, opinion=phrases.PLAN_PASSED)

    def issue(self, plan):
        """Review, approval and joint issue."""
        self.w.do(plan, "submit", "office01")
        yield 4
        self.review(plan)
        yield 6
        self.w.do(plan, "approve", "office01", decision_number=self.w.paper("示委常纪"))
        yield 3
        self.w.do(plan, "issue", "office01", document_number=self.w.paper("示委办发"))

    def adjust(self, plan, rng):
        """In summer one item is dropped, one put off, one new; issued the short way, by the committee's consent."""
        yield date(plan.year, 7, 6)
        self.w.do(plan, "adjust", "office01", reason=rng.choice(phrases.PLAN_ADJUSTED))
        draft = plan.adjustments.get()
        yield 2
        self.rewrite(draft, rng)
        self.w.do(draft, "submit", "office01")
        yield 4
        self.review(draft)
        yield 4
        papers = {"decision_number": self.w.paper("示委函"), "document_number": self.w.paper("示委办发")}
        self.w.do(draft, "issue_adjustment", "office01", **papers)
        return draft

    def rewrite(self, draft, rng):
        """The items that no story carries out give way; a copy of the last one is made new."""
        dropped, put_off, copied = draft.items.filter(origin__candidate__title__in=phrases.FORWARDED).order_by("order")
        AnnualPlanItem.objects.filter(pk=dropped.pk).update(change="dropped", reason=phrases.ITEM_DROPPED)
        put_off.period, put_off.reason = Period.FOURTH, phrases.ITEM_PUT_OFF
        put_off.change = change_against(before_of(put_off), put_off)
        put_off.save()
        fields = ("source", "form", "outcome_kind", "organiser", "is_county_level", "leading_vice_chair")
        same = {name: getattr(copied, name) for name in fields}
        title, content = phrases.ADDED[draft.year % len(phrases.ADDED)]
        add_item(draft, title=title, content=content, period=Period.NOVEMBER, reason=phrases.ITEM_ADDED, **same)

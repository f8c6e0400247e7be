"""The cast list of the demo: what is to be found where on the anchor date, and what happened on the way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One story: the point where it ends, its start in working days before the anchor date, and its turns.

    `party` and `presidium` are the outcomes of the bodies in order ("passed" after them), `recs` the scripts of the
    recommendations, `due` their due dates and `on`, `on2` the days of the sessions, in working days from the anchor date.
    `by` is the proposing unit (committee, office, government, or numbers of members), `org` the organiser: a number from
    1 to 15, "county", or empty for the next committee in turn.
    """

    until: str
    start: int
    party: str = ""
    presidium: str = ""
    twists: str = ""
    recs: str = ""
    due: tuple = ()
    on: int | None = None
    on2: int | None = None
    by: str = ""
    org: str = ""


BEFORE_PLANS = (
    Row("draft", 2), Row("draft", 3, by="1"), Row("draft", 5, by="government"), Row("draft", 1, by="office", org="county"),
    Row("proposed", 1), Row("proposed", 2, by="3,9"), Row("proposed", 3, by="government"), Row("proposed", 9, by="4"),
    Row("proposed", 12, twists="returned", by="5"),
    Row("returned", 6), Row("returned", 8, by="1"), Row("returned", 10, by="government"),
    Row("rejected", 90), Row("rejected", 260, by="12"), Row("rejected", 480),
    Row("withdrawn", 70), Row("withdrawn", 210, by="20,33"), Row("withdrawn", 400),
    Row("merged_proposed", 45, by="41"), Row("merged_accepted", 70), Row("merged_plan", 95),
    Row("suspended", 40), Row("suspended", 75, by="government"), Row("suspended", 25),
    Row("stopped_accepted", 300), Row("stopped_suspended", 420), Row("stopped_approved", 340), Row("stopped_consulting", 510),
    Row("accepted", 4), Row("accepted", 21), Row("accepted", 5, by="office", org="county"),
    Row("accepted", 7, org="14"), Row("plan_draft", 8), Row("plan_draft", 9, by="government"), Row("plan_draft", 10, org="15"),
    Row("returned_party_group", 26, party="returned"), Row("refused_presidium", 26, presidium="refused"),
    Row("plan_withdrawn", 9),
)  # fmt: skip
UNDER_REVIEW = (
    Row("awaiting_party_group", 8),
    Row("agenda_party_group", 9), Row("agenda_party_group", 8, org="county", by="government"),
    Row("", 12, party="pending"), Row("", 13, party="pending", by="8"), Row("", 12, party="deferred"),
    Row("revised_party_group", 13, party="after_revision"),
    Row("revised_party_group", 12, party="after_revision", org="county", by="office"),
    Row("postponed_party_group", 11),
    Row("awaiting_presidium", 25), Row("agenda_presidium", 12, party="in_principle"), Row("agenda_presidium", 26, by="10"),
    Row("", 13, presidium="pending"), Row("", 12, presidium="pending", by="government"), Row("", 14, presidium="deferred"),
    Row("postponed_presidium", 25, org="14"),
)  # fmt: skip
IN_CONSULTATION = (
    Row("approved", 14), Row("revised_presidium", 26, presidium="after_revision"),
    Row("session_planned", 36, on=1), Row("session_planned", 37, on=2, by="1,11"), Row("session_planned", 30, on=4, org="county", by="government"),
    Row("session_planned", 38, on=-1), Row("session_planned", 39, on=-2),
    Row("drafted", 37, on=-2), Row("drafted", 38, on=-1, org="15"), Row("session_postponed", 30, on=2), Row("session_postponed", 31, on=3),
    Row("session_postponed", 36, on=-5), Row("session_cancelled", 30, on=4), Row("session_cancelled", 31, on=6),
    Row("consulting", 45, on=-6), Row("consulting", 45, on=-9, org="county", by="office"),
    Row("second_session_planned", 45, twists="second_session", on=-8, on2=3),
    Row("second_drafted", 45, twists="second_session", on=-9, on2=-2),
    Row("plan_draft2", 60, on=-25), Row("agenda_party_group2", 61, on=-26, by="14"), Row("session_planned2", 86, on=-50, on2=2),
    Row("refused_presidium2", 62, presidium="passed refused", on=-30), Row("revised_party_group2", 62, party="passed after_revision", on=-30),
    Row("concluded", 46, on=-6), Row("concluded", 45, on=-8, by="government"), Row("concluded", 47, on=-16, twists="nothing_to_recommend"),
    Row("concluded2", 110, on=-70, on2=-20, by="15"), Row("session_planned", 40, on=0),
)  # fmt: skip
WITH_DEPARTMENTS = (
    Row("referred", 56, on=-19, recs="unreceived unreceived unreceived"),
    Row("referred", 57, on=-18, recs="unreceived received objected", by="1,2"),
    Row("referred", 58, on=-18, recs="objected unreceived objected", by="government"),
    Row("referred", 60, on=-21, recs="unreceived object_co unreceived", due=(25, 40, 40)),
    Row("referred", 130, on=-96, recs="received adopted received", due=(-14, 20, -3), org="county", by="office"),
    Row("referred", 128, on=-92, recs="unreceived received partly", due=(-9, 6, 20), by="16", org="county"),
    Row("referred", 115, on=-74, recs="asking under_way unreceived", due=(8, 12, 30)),
    Row("referred", 112, on=-72, recs="reworking received answered", due=(25, 10, 20)),
    Row("referred", 118, on=-78, recs="reworking adopted received", due=(30, 30, -5), by="2"),
    Row("referred", 110, on=-70, recs="declined reworking object_upheld", due=(11, 20, 50), org="14"),
    Row("referred", 100, on=-60, recs="received unreceived answered", due=(3, 14, 30), by="government"),
    Row("answered", 72, on=-34, recs="answered answered answered"),
    Row("answered", 74, on=-36, recs="answered partly answered", by="1,2"),
    Row("answered", 75, on=-37, recs="answered answered adopted", by="government"),
    Row("answered", 73, on=-35, recs="answered by_hand answered", org="15"),
    Row("evaluated", 105, on=-66, recs="evaluated evaluated not_adopted"),
    Row("evaluated", 107, on=-68, recs="evaluated lapsed partly", by="17"),
    Row("tracking", 250, recs="adopted evaluated partly"), Row("tracking", 262, recs="partly late adopted", by="18"),
    Row("tracking", 275, org="county", by="government"), Row("tracking", 290, recs="adopted not_adopted adopted", org="14"),
    Row("tracking", 248, twists="second_session"), Row("reopened", 330, recs="adopted adopted partly"),
)  # fmt: skip
CLOSED = (
    Row("closed", 560, party="returned passed", presidium="deferred", recs="object_reassign adopted partly"),
    Row("closed", 600, party="after_revision", presidium="after_revision", twists="sloppy tracked", by="2,21"),
    Row("closed", 640, twists="second_round tracked instructed", recs="object_upheld reworked adopted partly", by="1"),
    Row("closed", 520, party="deferred in_principle", presidium="in_principle", recs="reworked_in_vain not_adopted partly"),
    Row("closed", 450, party="refused after_revision", presidium="returned passed", recs="late extended adopted"),
    Row("closed", 380, twists="returned handed_over", recs="by_hand adopted lapsed", by="22"),
    Row("closed", 410, twists="reinstated session_postponed", presidium="refused passed"),
    Row("closed", 470, twists="nothing_to_recommend session_cancelled", org="county", by="office"),
    Row("closed", 430, twists="suspended plan_withdrawn tracked", presidium="mistaken", org="14"),
    Row("closed", 360, party="mistaken", twists="second_session reopened", org="15"),
    Row("closed", 208, recs="adopted adopted partly"), Row("closed", 192, recs="adopted partly not_adopted", by="23"),
    Row("closed", 176, recs="adopted adopted adopted", org="county", by="government"),
    Row("closed", 700, recs="not_adopted not_adopted not_adopted", by="government", org="county"),
)  # fmt: skip
# What fills one department's desk, so that each state of an inbox can be seen.
ON_ONE_DESK = (
    Row("referred", 61, on=-22, recs="received received received", due=(4, 11, 18), twists="one_desk"),
    Row("referred", 58, on=-19, recs="unreceived unreceived unreceived", due=(38, 38, 52), twists="one_desk"),
    Row("referred", 62, on=-23, recs="received received answered", due=(26, 32, 40), twists="one_desk"),
)  # fmt: skip
ROWS = BEFORE_PLANS + UNDER_REVIEW + IN_CONSULTATION + WITH_DEPARTMENTS + CLOSED + ON_ONE_DESK
# Plain stories of the first two years fill up the register.
PLAIN = tuple(
    Row("closed", 776 - 30 * number, by=("", "", str(60 + number), "government")[number % 4], org="county" if number % 9 == 7 else "",
        twists=("tracked", "instructed", "tracked second_session", "")[number % 4])
    for number in range(18)
)  # fmt: skip
EARLIEST = 780

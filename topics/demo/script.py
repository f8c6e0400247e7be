"""The cast list of the demo: what is to be found where on the anchor date, and what happened on the way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One story: the point where it ends, its start in working days before the anchor date, and its turns.

    `plan` is the day when the plan of its last round is begun, in working days before the anchor date too: a topic may
    have been accepted long before. Empty, it is begun at once, or in time for the session where that has its day.
    `party` and `presidium` are the outcomes of the bodies in order ("passed" after them), `recs` the scripts of the
    recommendations, `due` their due dates and `on`, `on2` the days of the sessions, in working days from the anchor date.
    `by` is the proposing unit (committee, office, government, or numbers of members), `org` the organiser: a number from
    1 to 15, "county", or empty for the next committee in turn. The turn "one_desk" fills one department's inbox.
    """

    until: str
    start: int
    plan: int | None = None
    party: str = ""
    presidium: str = ""
    twists: str = ""
    recs: str = ""
    due: tuple = ()
    on: int | None = None
    on2: int | None = None
    by: str = ""
    org: str = ""


# Of the last year are those that are open by nature, spread over it by `plan` and `on`; most others ended before it.
BEFORE_PLANS = (
    Row("draft", 2), Row("draft", 3, by="1"), Row("draft", 5, by="government"),
    Row("proposed", 1), Row("proposed", 2, by="3,9"), Row("proposed", 12, twists="returned", by="5"),
    Row("returned", 6), Row("returned", 58, by="1"), Row("returned", 275, by="government"),
    Row("rejected", 95), Row("rejected", 392, by="12"), Row("rejected", 520),
    Row("withdrawn", 130), Row("withdrawn", 404, by="20,33"), Row("withdrawn", 560),
    Row("merged_proposed", 160, by="41"), Row("merged_accepted", 425), Row("merged_plan", 600),
    Row("suspended", 40), Row("suspended", 234, by="government"), Row("suspended", 258),
    Row("stopped_accepted", 415), Row("stopped_suspended", 456), Row("stopped_approved", 650), Row("stopped_consulting", 540),
    Row("accepted", 4), Row("accepted", 7, org="14"), Row("plan_draft", 18, plan=6), Row("plan_draft", 22, plan=8, org="15"),
    Row("returned_party_group", 72, plan=26, party="returned"), Row("plan_withdrawn", 124, plan=9),
)  # fmt: skip
UNDER_REVIEW = (
    Row("awaiting_party_group", 8), Row("agenda_party_group", 112, plan=7, org="county", by="government"),
    Row("", 36, plan=12, party="pending", by="8"),
    Row("revised_party_group", 80, plan=13, party="after_revision", org="county", by="office"),
    Row("postponed_party_group", 63, plan=9),
    Row("agenda_presidium", 30, plan=13, party="in_principle"), Row("", 90, plan=13, presidium="pending", by="government"),
    Row("", 26, plan=14, presidium="deferred"), Row("postponed_presidium", 98, plan=25, org="14"),
)  # fmt: skip
IN_CONSULTATION = (
    Row("approved", 52, plan=14), Row("revised_presidium", 68, plan=26, presidium="after_revision"),
    Row("session_planned", 178, on=2, by="1,11"), Row("session_planned", 194, on=4, org="county", by="government"),
    Row("session_planned", 44, on=0, by="government"), Row("drafted", 152, on=-2, by="52"), Row("drafted", 209, on=-1, org="15"),
    Row("session_postponed", 134, on=3, by="31,45"), Row("session_postponed", 54, on=-5), Row("session_cancelled", 244, on=4),
    Row("consulting", 47, on=-6),
    Row("second_session_planned", 110, twists="second_session", on=-8, on2=3),
    Row("second_drafted", 147, twists="second_session", on=-9, on2=-2),
    Row("agenda_party_group2", 290, plan=9, on=-160, by="14"), Row("session_planned2", 249, on=-120, on2=2),
    Row("refused_presidium2", 268, plan=27, presidium="passed refused", on=-130),
    Row("revised_party_group2", 306, plan=12, party="passed after_revision", on=-170),
    Row("concluded", 212, on=-6, by="government"), Row("concluded", 197, on=-16, twists="nothing_to_recommend"),
    Row("concluded2", 350, on=-255, on2=-20, by="15"),
)  # fmt: skip
WITH_DEPARTMENTS = (
    Row("referred", 66, on=-19, recs="unreceived unreceived unreceived", by="government"),
    Row("referred", 116, on=-18, recs="unreceived received objected", by="1,2"),
    Row("referred", 172, on=-18, recs="objected unreceived objected", by="government"),
    Row("referred", 84, on=-21, recs="unreceived object_co unreceived", due=(25, 40, 40)),
    Row("referred", 228, on=-96, recs="received adopted received", due=(-14, 20, -3), org="county", by="office"),
    Row("referred", 188, on=-74, recs="asking under_way adopted", due=(8, 12, 30), by="27"),
    Row("referred", 181, on=-88, recs="reworking received adopted", due=(25, 10, 20)),
    Row("referred", 252, on=-78, recs="reworking adopted received", due=(30, 30, -5), by="2"),
    Row("referred", 205, on=-84, recs="declined reworking partly", due=(11, 20, 32), org="14"),
    Row("referred", 141, on=-60, recs="received adopted received", due=(-6, 14, 30), by="1,2"),
    Row("referred", 156, on=-48, recs="received received received", due=(4, 11, 18), twists="one_desk"),
    Row("referred", 121, on=-41, recs="received received unreceived", due=(26, 32, 40), twists="one_desk"),
    Row("answered", 105, on=-30, recs="answered answered answered", by="3,24"),
    Row("evaluated", 168, on=-66, recs="evaluated evaluated not_adopted"),
    Row("evaluated", 239, on=-68, recs="evaluated lapsed partly", by="17"),
    Row("tracking", 330, recs="adopted evaluated partly"), Row("tracking", 284, recs="partly late adopted", by="18"),
    Row("tracking", 398, org="county", by="government"), Row("tracking", 318, recs="adopted not_adopted adopted", org="14"),
    Row("reopened", 442, recs="adopted adopted partly"),
)  # fmt: skip
CLOSED = (
    Row("closed", 560, party="returned passed", presidium="deferred", recs="object_reassign adopted partly"),
    Row("closed", 600, party="after_revision", presidium="after_revision", twists="sloppy tracked", by="2,21"),
    Row("closed", 640, twists="second_round tracked instructed", recs="object_upheld reworked adopted partly", by="1"),
    Row("closed", 520, party="deferred in_principle", presidium="in_principle", recs="reworked_in_vain not_adopted partly"),
    Row("closed", 410, party="refused after_revision", presidium="returned passed", recs="late extended adopted"),
    Row("closed", 300, twists="returned handed_over", recs="by_hand adopted lapsed", by="22"),
    Row("closed", 345, twists="reinstated session_postponed", presidium="refused passed"),
    Row("closed", 470, twists="nothing_to_recommend session_cancelled", org="county", by="office"),
    Row("closed", 372, twists="suspended plan_withdrawn tracked", presidium="mistaken", org="14"),
    Row("closed", 262, party="mistaken", twists="second_session reopened", org="15"),
    Row("closed", 219, recs="adopted adopted partly"), Row("closed", 202, recs="adopted partly not_adopted", by="23"),
    Row("closed", 185, recs="adopted adopted adopted", org="county", by="government"),
    Row("closed", 700, recs="not_adopted not_adopted not_adopted", by="government", org="county"),
)  # fmt: skip
ROWS = BEFORE_PLANS + UNDER_REVIEW + IN_CONSULTATION + WITH_DEPARTMENTS + CLOSED
# Plain stories of the first two years fill up the register, and some of the last one that went well.
STARTS = (*range(718, 478, -15), 464, 448, 432, 380, 356, 338, 324, 312, 296, 279, 256)
PLAIN = tuple(
    Row("closed", start, by=("", "", str(60 + number), "government")[number % 4], org="county" if number % 9 == 7 else "",
        twists=("tracked", "instructed", "tracked second_session", "")[number % 4])
    for number, start in enumerate(STARTS)
) + (
    Row("closed", 236, on=-146, recs="adopted partly adopted"), Row("closed", 229, on=-139, recs="adopted adopted partly", by="70"),
    Row("closed", 214, on=-128, recs="adopted adopted not_adopted", by="government"),
    Row("closed", 210, on=-126, recs="partly adopted adopted", twists="second_session"),
    Row("closed", 206, on=-119, recs="adopted", by="71,72"), Row("closed", 199, on=-113, org="county", by="government"),
    Row("closed", 195, on=-110, recs="adopted adopted partly", twists="second_session"),
    Row("closed", 191, on=-104, recs="adopted partly", by="73"), Row("closed", 187, on=-101, recs="adopted"),
)  # fmt: skip
EARLIEST = 780

"""The people of the demo: 299 members and the accounts, all fictional, with telephone numbers that cannot exist."""

from datetime import date, timedelta

from members.models import Appointment, CommitteeMembership, Mandate, Member, Role, Sector, Term, User

MEMBERS = 299
SECTORS = {
    "中国共产党": 14, "民主党派": 22, "无党派人士": 14, "共青团": 7, "总工会": 9, "妇联": 10, "工商联": 24, "科协": 9, "台联": 3, "侨联": 5,
    "文化艺术界": 12, "科学技术界": 15, "经济界": 38, "农业界": 34, "教育界": 24, "体育界": 5, "医药卫生界": 20, "社会福利和社会保障界": 9,
    "少数民族界": 5, "宗教界": 6, "特别邀请人士": 14,
}  # fmt: skip
WORK = {
    "教育界": (
        "示例{area}中学 示例{area}小学 示例职业中学 县示例幼儿园",
        "校长 副校长 教研组长 高级教师",
        "高级教师 一级教师",
    ),
    "医药卫生界": (
        "示例{area}卫生院 县示例医院 县示例中医院",
        "院长 副院长 科室主任",
        "副主任医师 主治医师",
    ),
    "农业界": (
        "示例{area}种植专业合作社 示例{area}家庭农场 示例{area}农技站",
        "理事长 负责人 技术骨干",
        "高级农艺师 农艺师 新型职业农民",
    ),
    "经济界": (
        "示例禾谷食品有限公司 示例苎编工艺有限公司 示例{area}建材有限公司 示例电子有限公司",
        "董事长 总经理 副总经理 车间主任",
        "工程师 经济师",
    ),
    "工商联": ("示例{area}商会 示例商贸有限公司 示例物流有限公司", "会长 总经理 负责人", "经济师"),
    "文化艺术界": ("县示例文化馆 县示例图书馆 示例竹编工作室", "馆员 馆长 创作员", "馆员 工艺美术师"),
    "科学技术界": ("县示例农科所 示例电子有限公司", "研究员 技术总监", "高级工程师 工程师"),
}
OTHER_WORK = ("{area}示例社区 县示例服务中心 示例{area}便民服务中心", "主任 副主任 干部 负责人", "社会工作师")
EXPERTISE = {
    "教育界": "基础教育 校园安全 家庭教育", "医药卫生界": "基层医疗 公共卫生 中医药", "农业界": "粮油种植 特色种养 农产品销售", "经济界": "企业管理 产业园区 市场营销",
    "工商联": "民营经济 商贸流通 营商环境", "文化艺术界": "非遗保护 公共文化 文旅融合", "科学技术界": "技术推广 数字化 节能环保",
    "社会福利和社会保障界": "养老服务 社会救助", "共青团": "青年创业 志愿服务", "妇联": "家庭建设 妇女就业", "总工会": "劳动关系 职工权益",
}  # fmt: skip
GENERAL_EXPERTISE = "基层治理 社情民意 群众工作 法律服务 城乡建设 交通物流"
PARTIES = ("民革", "民盟", "民建", "民进", "农工党", "九三学社")
EDUCATION = (("研究生", 9), ("大学本科", 46), ("大学专科", 31), ("高中（中专）", 12), ("初中", 2))
ETHNICITY = (("汉族", 964), ("土家族", 16), ("苗族", 10), ("回族", 6), ("彝族", 4))
# Directors, deputies and the presidium's members come first in the roster.
POSTS = ["chair"] + ["vice_chair"] * 4 + ["secretary_general"] + ["standing"] * 46
POST_WORDS = {"chair": "主席", "vice_chair": "副主席", "secretary_general": "秘书长"}
# The chair, two vice-chairs and the secretary-general sit for the Party.
PARTY_SEATS = (0, 1, 2, 5)
OFFICIALS = (
    ("office", 3, Role.OFFICE), ("party", 2, Role.PARTY_GROUP), ("presidium", 2, Role.PRESIDIUM), ("government", 1, Role.GOVERNMENT),
)  # fmt: skip
# The departments, by their order, that have a head and a second liaison.
HEADED = {10, 15}
ADMINISTRATORS = (("sysadmin", Role.SYSADMIN), ("secadmin", Role.SECADMIN), ("auditor", Role.AUDITOR))


def weighted(rng, pairs):
    words, weights = zip(*pairs, strict=True)
    return rng.choices(words, weights)[0]


def build_terms(since):
    """The present term and the one before, each with its sectors: (term, {name: sector}) twice."""
    former = Term.objects.create(
        number=13, name="第十三届", starts_on=since.replace(year=since.year - 5), ends_on=since - timedelta(days=1)
    )
    present = Term.objects.create(number=14, name="第十四届", starts_on=since)
    return [
        (term, {s.name: s for s in Sector.objects.bulk_create(
            Sector(term=term, name=name, order=order) for order, name in enumerate(SECTORS, start=1)
        )})
        for term in (former, present)
    ]  # fmt: skip


def party_of(rng, sector):
    match sector:
        case "中国共产党":
            return "中共党员"
        case "民主党派":
            return rng.choice(PARTIES)
        case "无党派人士":
            return "无党派人士"
        case "共青团":
            return rng.choice(["共青团员", "中共党员"])
    return weighted(rng, [("中共党员", 36), ("群众", 44), ("无党派人士", 9), *((party, 2) for party in PARTIES)])


def build_member(rng, number, name, gender, sector, area, anchor):
    employers, positions, titles = WORK.get(sector, OTHER_WORK)
    age = min(67, max(27, int(rng.gauss(47, 9))))
    return Member(
        number=f"1400{number:03}",
        name=name,
        order=number,
        gender=gender,
        ethnicity=weighted(rng, ETHNICITY),
        birth_month=date(anchor.year - age, rng.randint(1, 12), 1),
        party=party_of(rng, sector),
        employer=rng.choice(employers.split()).format(area=area),
        position=rng.choice(positions.split()),
        education=weighted(rng, EDUCATION),
        job_title=rng.choice([*titles.split(), ""]),
        # No mobile number begins with 12: such a call cannot be put through.
        mobile=f"1200000{number:04}",
        email=f"member{number:03}@example.invalid",
        expertise="、".join(rng.sample(EXPERTISE.get(sector, GENERAL_EXPERTISE).split(), 2)),
        in_talent_pool=True,
    )


def build_members(rng, people, committees, terms, anchor):
    """The 299 members with mandates and committees; the first 52 hold the posts, and each committee has its heads."""
    (former, former_sectors), (present, sectors) = terms
    liaison = committees[:13]
    seats = [name for name, count in SECTORS.items() for _seat in range(count)]
    rng.shuffle(seats)
    for place in PARTY_SEATS:
        other = max(number for number, seat in enumerate(seats) if seat == "中国共产党")
        seats[place], seats[other] = seats[other], seats[place]
    homes = [liaison[number % 13] for number in range(MEMBERS)]
    rows = [
        build_member(rng, number, *next(people), seats[number - 1], homes[number - 1].short_name[:2], anchor)
        for number in range(1, MEMBERS + 1)
    ]
    for row, post in zip(rows, POSTS[:6], strict=False):
        row.employer, row.position, row.education = "政协示例县委员会", POST_WORDS[post], "大学本科"
    members = Member.objects.bulk_create(rows)
    mandates, memberships, re_elected = [], [], rng.sample(range(MEMBERS), 118)
    for number, member in enumerate(members):
        member.home, member.sector_name = homes[number], seats[number]
        post = POSTS[number] if number < len(POSTS) else "member"
        mandates.append(
            Mandate(member=member, term=present, sector=sectors[seats[number]], post=post, starts_on=present.starts_on)
        )
        memberships += membership_rows(rng, member, number, homes[number], liaison, present.starts_on)
    mandates += [
        Mandate(
            member=members[number], term=former, sector=former_sectors[seats[number]], starts_on=former.starts_on,
            ends_on=former.ends_on, end_reason="任期届满",
        )
        for number in re_elected
    ]  # fmt: skip
    Mandate.objects.bulk_create(mandates)
    CommitteeMembership.objects.bulk_create(memberships)
    return members


def membership_rows(rng, member, number, home, liaison, since):
    """The member's place today; some were in another committee before."""
    # Numbers 13 to 25 direct the 13 committees, the next 26 are their deputies.
    post = "director" if 13 <= number < 26 else "deputy" if 26 <= number < 52 else "member"
    if post != "member" or number % 24:
        return [CommitteeMembership(member=member, committee=home, post=post, starts_on=since)]
    moved_on = since + timedelta(days=rng.randint(300, 600))
    before = liaison[(home.order + 4) % 13]
    return [
        CommitteeMembership(member=member, committee=before, starts_on=since, ends_on=moved_on - timedelta(days=1)),
        CommitteeMembership(member=member, committee=home, starts_on=moved_on),
    ]


def head_of(liaison):
    return f"{liaison}head"


def second_of(liaison):
    return f"{liaison}b"


def build_accounts(people, members, committees, departments, since, password_hash):
    """All accounts by user name, with their appointments in force since the term began."""
    users, appointments = [], []

    def add(username, name, role=None, office_phone="", **unit):
        user = User(username=username, name=name, password=password_hash, office_phone=office_phone)
        users.append(user)
        if role:
            appointments.append(Appointment(user=user, role=role, starts_on=since, **unit))

    for prefix, count, role in OFFICIALS:
        for number in range(1, count + 1):
            add(f"{prefix}{number:02}", next(people)[0], role)
    for number, committee in enumerate(committees, start=1):
        add(f"clerk{number:02}", next(people)[0], Role.COMMITTEE_STAFF, committee=committee)
    for number, department in enumerate(departments, start=1):
        desk = f"0000-00003{number:02}"
        add(f"dept{number:02}", next(people)[0], Role.DEPARTMENT, desk, department=department)
    for username, role in ADMINISTRATORS:
        add(username, next(people)[0], role)
    for number, department in enumerate(departments, start=1):
        if number in HEADED:
            liaison = f"dept{number:02}"
            add(head_of(liaison), next(people)[0], Role.DEPARTMENT, department=department, is_head=True)
            add(second_of(liaison), next(people)[0], Role.DEPARTMENT, department=department)
    for number, member in enumerate(members, start=1):
        add(f"member{number:03}", member.name)
    User.objects.bulk_create(users)
    Appointment.objects.bulk_create(appointments)
    by_name = {user.username: user for user in users}
    for number, member in enumerate(members, start=1):
        member.user = by_name[f"member{number:03}"]
    Member.objects.bulk_update(members, ["user"])
    return by_name

"""The organisation of the demo county: areas, townships, venues, departments. Only the township names are real."""

from datetime import timedelta

from committees.models import Committee, Department, Township, Venue, VenueHave

# Which townships form which area is not known: this grouping is made up.
AREAS = {
    "竹阳": "竹阳街道 白塔街道",
    "东柳": "东柳街道 朝阳乡",
    "乌木": "乌木镇 安吉乡",
    "团坝": "团坝镇 八渡乡",
    "杨家": "杨家镇 永胜镇",
    "清河": "清河镇 高明镇",
    "柏林": "柏林镇 童家镇",
    "石河": "石河镇 中华镇",
    "石桥铺": "石桥铺镇 观音镇 天城镇",
    "周家": "周家镇 石子镇 四合镇",
    "文星": "文星镇 妈妈镇 清水镇",
    "高穴": "高穴镇 欧家镇 杨通乡",
    "庙坝": "庙坝镇 月华镇 川主乡",
}
TOWNSHIPS = (
    "竹阳街道 东柳街道 白塔街道 乌木镇 团坝镇 杨家镇 清河镇 柏林镇 石河镇 中华镇 石桥铺镇 观音镇 周家镇 石子镇 文星镇 妈妈镇 "
    "高穴镇 欧家镇 庙坝镇 清水镇 月华镇 高明镇 童家镇 天城镇 四合镇 永胜镇 朝阳乡 安吉乡 八渡乡 杨通乡 川主乡"
)
SPECIAL = {"经济和农业农村委员会": "经济农业农村委", "社会法制和文教卫体委员会": "社会法制文教委"}
DEPARTMENTS = (
    "县委办公室 县政府办公室 县发展和改革局 县经济和信息化局 县教育局 县公安局 县民政局 县司法局 县财政局 县人力资源和社会保障局 "
    "县自然资源局 县住房和城乡建设局 县交通运输局 县水务局 县农业农村局 县商务局 县文化体育和旅游局 县卫生健康局 县应急管理局 "
    "县市场监督管理局 县综合行政执法局 县农民工服务中心 生态环境局 县医疗保障局 县退役军人事务局"
)
RENAMED = "示例城市管理局", "县综合行政执法局"
STUDIOS = ("示例禾谷食品有限公司", "示例苎编工艺有限公司")
MOBILE = (
    "团坝镇示例村院坝流动协商平台",
    "石河镇示例社区流动协商平台",
    "工业园区示例车间流动协商平台",
    "庙坝镇示例村文化广场流动协商平台",
    "观音镇示例村水库坝上流动协商平台",
    "文星镇示例小学操场流动协商平台",
)
DUTIES = (
    "（示例，乡镇分组为虚构）联络本片区政协委员，组织开展小微协商；征集、推荐协商议题；拟订协商方案并组织协商会议；"
    "跟踪协商意见建议的办理落实；向县政协报告片区协商工作情况。"
)
SPECIAL_DUTIES = "（示例）组织本委员会联系界别的委员开展调研、视察和协商，承办县政协交办的协商议题，跟踪意见建议办理。"
EVIDENCE = {
    "organisation": "已明确召集人、联络员和委员值班表（示例）",
    "place": "已挂牌，桌椅、显示屏和席位牌齐备（示例）",
    "plan": "本年度协商会议安排已上墙公示（示例）",
}


def build_townships():
    rows = [Township(name=name, order=order) for order, name in enumerate(TOWNSHIPS.split(), start=1)]
    return {township.name: township for township in Township.objects.bulk_create(rows)}


def build_committees(townships, since):
    """The 13 liaison committees with their townships, then the two special ones."""
    committees = []
    for order, (area, names) in enumerate(AREAS.items(), start=1):
        committee = Committee.objects.create(
            name=f"{area}片区政协联络工作委员会",
            short_name=f"{area}片区联络工委",
            kind=Committee.Kind.LIAISON,
            duties=DUTIES,
            phone=f"0000-00001{order:02}",
            order=order,
            valid_from=since,
        )
        committee.townships.set([townships[name] for name in names.split()])
        committees.append(committee)
    for order, (name, short_name) in enumerate(SPECIAL.items(), start=14):
        fields = {"kind": Committee.Kind.SPECIAL, "duties": SPECIAL_DUTIES, "phone": f"0000-00001{order:02}"}
        committees.append(
            Committee.objects.create(name=name, short_name=short_name, order=order, valid_from=since, **fields)
        )
    return committees


def build_departments(since):
    """The departments; one of them has been called so only for some weeks after the county began."""
    rows = [
        Department(name=name, order=order, phone=f"0000-00002{order:02}")
        for order, name in enumerate(DEPARTMENTS.split(), start=1)
    ]
    renamed = next(row for row in rows if row.name == RENAMED[1])
    renamed.rename([RENAMED[0]], since + timedelta(days=50))
    return {department.name: department for department in Department.objects.bulk_create(rows)}


def build_venues(committees, since):
    """The network 1+13+2+N."""
    liaison = committees[:13]
    rows = [
        Venue(name="县政协协商议事厅", kind=Venue.Kind.COUNTY, address="县政协机关一楼（示例）", capacity=80),
        *[
            Venue(
                name=f"{committee.short_name.replace('片区联络工委', '片区')}协商议事室",
                kind=Venue.Kind.ROOM,
                committee=committee,
                address=f"{committee.townships.first()}便民服务中心二楼（示例）",
                capacity=24 + committee.order,
            )
            for committee in liaison
        ],
        *[
            Venue(
                name=f"{enterprise.removesuffix('有限公司')}委员工作室",
                kind=Venue.Kind.STUDIO,
                committee=liaison[number],
                host_enterprise=enterprise,
                address="工业园区示例路",
                capacity=16,
            )
            for number, enterprise in enumerate(STUDIOS)
        ],
        *[
            Venue(
                name=name,
                kind=Venue.Kind.MOBILE,
                committee=home_of(name, liaison),
                address=name.removesuffix("流动协商平台"),
                capacity=40,
            )
            for name in MOBILE
        ],
    ]
    for order, venue in enumerate(rows, start=1):
        venue.order, venue.valid_from = order, since
    return Venue.objects.bulk_create(rows)


def home_of(name, committees):
    """The committee whose townships include the one the platform's name begins with, or the first."""
    return next((c for c in committees if any(name.startswith(t.name) for t in c.townships.all())), committees[0])


def check_venues(venues, clock, rng):
    """The recorded ones of the five haves: nearly all met, some not yet, a few never checked."""
    rows = []
    for venue in venues:
        for have in VenueHave.RECORDED:
            if venue.kind == Venue.Kind.MOBILE and have == "place" and rng.random() < 0.5:
                continue
            is_met = rng.random() < 0.85
            checked_on = clock.before(rng.randint(20, 200))
            was_met = is_met and venue.kind != Venue.Kind.MOBILE
            rows += [
                VenueHave(
                    venue=venue,
                    have=have,
                    is_met=met,
                    evidence=EVIDENCE[have] if met else "检查时尚未完善，已列入整改（示例）",
                    checked_on=day,
                )
                for day, met in ((venue.valid_from, was_met), (checked_on, is_met))
            ]
    VenueHave.objects.bulk_create(rows)

"""Names of people who do not exist, the same on every run."""

SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漆覃"
)
OLDER = "怀道远永显承启仲国定世正德光兴朝应先继登"
MALE = (
    "岭川樵阔峥垣岑钧槐柏峪帆砺楷峤舟松岩锴旭朗恺骁昱卓邦炜煜崧翰秉毅彦渝垚廷霖岱淮湛",
    "舟樵垣岭峥岩钧帆楷松柏砺峪川槐阔峤锴源畴朗恺骁昱邦炜煜崧翰毅彦霖岱淮湛野穗牧陵甫",
)
FEMALE = (
    "芷苓蔓荞筠棠若芮茵禾岚苇杉琬茉沁荷菱砚晴素映初静宛知采月书语青念冬秋",
    "荞棠筠苓蔓岚禾茵芮杉苇琬沁茉荷菱芷晴澜缇素映宁宜蓁蕙蓉眉笺笙霁湄漪葵",
)


def names(rng):
    """An endless row of (name, gender), no name twice; about one in three is a woman's."""
    given = set()
    while True:
        gender = "female" if rng.random() < 0.34 else "male"
        first, second = FEMALE if gender == "female" else MALE
        if gender == "male" and rng.random() < 0.35:
            first = OLDER
        name = rng.choice(SURNAMES) + rng.choice(first) + rng.choice(second)
        if name not in given and name[1] != name[2]:
            given.add(name)
            yield name, gender

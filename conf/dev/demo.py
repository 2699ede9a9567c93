"""The demo campus of `make run`: units, places, and some forty cases on their way.

Owns: what the demo tells, and the walk of its cases through the public HTTP API, each step by
    an actor who may take it.
Must not know: how the servers run; nothing is ever written past the API.

What is done is noted in a state file (it holds receipts: mode 600), so that a load that was
interrupted goes on where it stopped and a second start loads nothing.
"""
import base64
import datetime
import json
import os
import time
import urllib.error
import urllib.request
import uuid

import demo_checks

# user, role, unit, who: the sign-ins that conf/dev/run makes
SIGN_INS = (
    ("office", "office", "logistics-office", "后勤管理处监督员"),
    ("inspector", "inspector", "", "监督检查员"),
    ("leader", "leader", "", "监督工作领导小组"),
    ("admin", "admin", "", "系统管理员"),
    ("catering", "unit", "catering-centre", "餐饮服务中心"),
    ("transport", "unit", "transport-centre", "车辆运输中心"),
    ("energy", "unit", "energy-centre", "能源管理中心"),
    ("dormitory", "unit", "dormitory-centre", "学生宿舍管理中心"),
    ("property", "unit", "property-centre", "物业管理中心"),
    ("procurement", "unit", "procurement-centre", "采购管理中心"),
    ("repair", "unit", "repair-centre", "维修服务中心"),
    ("contractor", "unit", "contractor-food", "合作餐饮企业"),
    ("student", "reporter", "", "学生"),
)
USER_OF = {unit: user for user, role, unit, _ in SIGN_INS if role == "unit"}

UNITS = (
    ("logistics-office", "后勤管理处", "Logistics Office", "office", [], ""),
    ("catering-centre", "餐饮服务中心", "Catering Centre", "centre", ["catering"], ""),
    ("transport-centre", "车辆运输中心", "Transport Centre", "centre", ["transport"], ""),
    ("energy-centre", "能源管理中心", "Energy Centre", "centre", ["energy"], ""),
    ("dormitory-centre", "学生宿舍管理中心", "Dormitory Centre", "centre", ["dormitory"], ""),
    ("property-centre", "物业管理中心", "Property Centre", "centre", ["property"], ""),
    ("procurement-centre", "采购管理中心", "Procurement Centre", "centre", ["procurement"], ""),
    ("repair-centre", "维修服务中心", "Repair Centre", "centre", ["repair"], ""),
    ("contractor-food", "示例餐饮管理有限公司", "Example Catering Ltd", "contractor",
     ["catering"], "catering-centre"),
    ("contractor-bus", "示例客运有限公司", "Example Coaches Ltd", "contractor",
     ["transport"], "transport-centre"),
    ("contractor-bath", "示例热水服务有限公司", "Example Hot Water Ltd", "contractor",
     ["energy"], "energy-centre"),
)
PLACES = (
    ("canteen-1", "第一食堂", "Canteen 1", "canteen"),
    ("canteen-2", "第二食堂", "Canteen 2", "canteen"),
    ("canteen-halal", "清真餐厅", "Halal canteen", "canteen"),
    ("dorm-1", "1号宿舍楼", "Dormitory 1", "dormitory"),
    ("dorm-3", "3号宿舍楼", "Dormitory 3", "dormitory"),
    ("dorm-7", "7号宿舍楼", "Dormitory 7", "dormitory"),
    ("teaching-a", "教学楼A座", "Teaching building A", "building"),
    ("library", "图书馆", "Library", "building"),
    ("lab-2", "实训楼2号", "Workshop building 2", "building"),
    ("bus-01", "校车01号", "Campus bus 01", "bus"),
    ("bus-05", "校车05号", "Campus bus 05", "bus"),
    ("bus-stop-north", "北门候车点", "North gate stop", "stop"),
)

# Steps of a case's way: who takes it (None: the reporter by receipt, "unit": whoever has the
# case), the action, and what it says. A step `name=` in a way is followed by its value.
STEPS = {
    "reject": ("office", {"reason": "反映的事项不属于后勤服务监督范围，已告知归口部门。"}),
    "dispatch": ("office", {"facts": "经核实，反映情况属实。", "signer": "王建国",
                            "requirement": "立即整改，查明原因，举一反三，按期书面反馈。"}),
    "at_once": ("office", {"facts": "经核实，反映情况属实。", "signer": "王建国",
                           "requirement": "立即整改，当场反馈结果。"}),
    "sign": ("unit", {"receiver": "李主任"}),
    "rectify": ("unit", {"measures": "已于当日完成整改，并对当班人员培训考核。"}),
    "return": ("inspector", {"finding": "现场复查：同一处仍有相同问题，退回继续整改。"}),
    "verify": ("inspector", {"finding": "现场复查：整改措施已落实，未见相同问题。"}),
    "confirm": (None, {"rating": 5, "comment": "处理得很快，谢谢。"}),
    "unhappy": (None, {"rating": 2, "comment": "改是改了，就是太慢。"}),
    "reopen": (None, {"reason": "过了一天又出现同样的问题，没有真正解决。"}),
    "withdraw": (None, {"reason": "已自行解决，撤回。"}),
    "answer": ("office", {"reply": "感谢您的意见，已研究采纳，将于下月起执行。"}),
    "progress": ("unit", {"milestone": 1, "note": "检修单位已经确定，合同已签订。"}),
    "urge": ("leader", {"reason": "请加快办理，按期反馈。"}),
    "extend": ("unit", {"reason": "配件需外地调货，申请延期。"}),
    "grant_extension": ("office", {"reason": "情况属实，同意延期。"}),
    "refuse_extension": ("office", {"reason": "现有库存可用，不同意延期。"}),
    "reassign": ("office", {"reason": "该窗口由合作企业经营，转由其办理。"}),
    "merge": ("office", {"reason": "与在办问题为同一事项。"}),
}
ACTION_OF = {"extend": "request_extension", "unhappy": "confirm", "at_once": "dispatch"}
# All is handed in now, and no door puts a case into the past. What the desk shows as overdue
# was told to be right within seconds, which are over when somebody looks.
AT_ONCE_S = 3
RECTIFYING = "dispatch sign"
RECTIFIED = "dispatch sign rectify"
VERIFIED = "dispatch sign rectify verify"
CLOSED = "dispatch sign rectify verify confirm"

# name, kind, domain, place, detail, days ago, text, way
CASES = (
    ("c01", "complaint", "catering", "canteen-1", "二楼3号窗口", 6,
     "中午在二楼3号窗口打的青菜里吃出一根长头发，和师傅反映，只给换了一份菜。", CLOSED),
    ("c02", "complaint", "catering", "canteen-2", "一楼面食窗口", 6,
     "牛肉面悄悄涨价两块钱，没有任何公示，希望说明依据。",
     "dispatch sign rectify verify unhappy"),
    ("c03", "complaint", "catering", "canteen-1", "一楼5号窗口", 5,
     "昨晚在一楼吃了凉拌菜以后宿舍三个人拉肚子，现在还在校医院。",
     "dispatch urge sign rectify verify"),
    ("c04", "complaint", "catering", "canteen-2", "", 5,
     "晚上六点半以后就只剩两个菜，晚课下课根本吃不到热饭。", RECTIFIED),
    ("c05", "complaint", "catering", "canteen-halal", "", 4,
     "餐盘没洗干净，摸上去全是油，消毒柜好像没有开。",
     "dispatch sign rectify return rectify"),
    ("c06", "complaint", "catering", "canteen-1", "二楼", 4,
     "阿姨打菜手抖得厉害，一份红烧肉只有三块，份量越来越少。", "at_once sign"),
    ("c07", "complaint", "catering", "canteen-2", "二楼小炒", 3,
     "小炒窗口的师傅态度很差，问一句就不耐烦，还骂人。",
     "dispatch reassign=contractor-food sign"),
    ("c08", "complaint", "catering", "canteen-1", "", 3,
     "食堂地面全是油和水，今天有同学滑倒了，希望及时拖地。", "at_once"),
    ("c09", "complaint", "catering", "canteen-1", "二楼3号窗口", 2,
     "3号窗口的菜里又吃到了头发，已经不是第一次了。", "merge=c15"),
    ("c10", "suggestion", "catering", "canteen-2", "", 2,
     "建议米饭提供小份半价，吃不完倒掉太浪费了。", "answer confirm"),
    ("c11", "praise", "catering", "canteen-halal", "", 1,
     "清真餐厅的王师傅帮我保管了落下的钱包，特别感谢！", "answer"),
    ("c12", "complaint", "catering", "canteen-2", "一楼", 1,
     "豆浆喝起来是酸的，像是昨天剩下的，怀疑变质了。", ""),
    ("c13", "inquiry", "catering", "", "", 1,
     "寒假期间哪几个食堂开放？供餐时间是几点到几点？", ""),
    ("c14", "complaint", "catering", "", "", 0,
     "校门外小吃街的烤肠太贵了，管一管吧。", "reject"),
    ("c15", "complaint", "catering", "canteen-1", "二楼3号窗口", 2,
     "在二楼3号窗口的米饭里吃出钢丝球的铁丝，差点划伤嘴。", "dispatch urge"),

    ("t01", "complaint", "transport", "bus-05", "", 6,
     "早上七点半的校车晚点二十五分钟，整车人上课迟到。", CLOSED),
    ("t02", "complaint", "transport", "bus-01", "", 6,
     "司机开车时一直打电话，还是单手握方向盘，太危险了。",
     "dispatch sign rectify verify confirm"),
    ("t03", "complaint", "transport", "bus-05", "", 5,
     "晚高峰校车超员，过道里站满了人，门都快关不上了。", VERIFIED),
    ("t04", "complaint", "transport", "bus-01", "", 4,
     "校车空调坏了，车里有一股烟味，座椅也很脏。", RECTIFIED),
    ("t05", "complaint", "transport", "bus-05", "", 4,
     "下坡时感觉刹车失灵，司机拉了手刹才停住，请马上检查车辆！",
     "at_once urge sign"),
    ("t06", "complaint", "transport", "bus-stop-north", "", 3,
     "司机看到站台有人不停车，直接甩站开走了。",
     "dispatch sign rectify verify confirm reopen"),
    ("t07", "suggestion", "transport", "bus-stop-north", "", 3,
     "建议周五下午增加两班去火车站的校车。", "answer unhappy"),
    ("t08", "complaint", "transport", "bus-01", "", 2,
     "安全带锁扣坏了三个，坐高速很不放心。", "dispatch sign extend"),
    ("t09", "complaint", "transport", "bus-05", "", 2,
     "司机在车上抽烟，提醒了也不听。", "dispatch"),
    ("t10", "praise", "transport", "bus-01", "", 1,
     "李师傅雨天特意等了跑过来的同学，点赞！", "answer confirm"),
    ("t11", "complaint", "transport", "bus-05", "", 1,
     "我的雨伞落在车上了，打电话没有人接。", "withdraw"),
    ("t12", "inquiry", "transport", "", "", 0,
     "学院外出实习用车要提前几天申请？", ""),

    ("e01", "repair", "energy", "dorm-3", "502室", 6,
     "宿舍从昨晚开始热水不热，只有凉水，洗不了澡。", CLOSED),
    ("e02", "repair", "energy", "dorm-7", "三楼", 6,
     "三楼一到晚上就跳闸停电，一晚上跳了四次。",
     "dispatch sign extend grant_extension rectify verify confirm"),
    ("e03", "repair", "energy", "teaching-a", "A203", 5,
     "A203教室空调不制热，冷得没法上课。", VERIFIED),
    ("e04", "complaint", "energy", "dorm-1", "", 5,
     "电费扣得不对，宿舍没人住的那一周也扣了六十多块。", RECTIFIED),
    ("e05", "repair", "energy", "dorm-7", "一楼配电间", 4,
     "一楼配电间有烧焦的糊味还冒火花，怕着火，请马上来人！",
     "dispatch urge sign rectify verify confirm"),
    ("e06", "repair", "energy", "lab-2", "", 4,
     "实训楼二楼水管漏水，水已经流到走廊插座边上了。",
     "dispatch sign rectify return"),
    ("e07", "repair", "energy", "dorm-3", "", 3,
     "开水房的饮水机漏水，地上很滑。", "dispatch sign extend refuse_extension"),
    ("e08", "suggestion", "energy", "library", "", 3,
     "图书馆闭馆后灯还整夜亮着，建议装感应开关，节约用电。", "answer confirm"),
    ("e09", "repair", "energy", "dorm-1", "", 2,
     "水压特别低，四楼以上晚上基本没有水。", RECTIFYING),
    ("e10", "complaint", "energy", "dorm-7", "", 1,
     "停水没有提前通知，早上起来洗漱都不行。", "at_once"),
    ("e11", "repair", "energy", "teaching-a", "一楼走廊", 1,
     "走廊的灯一直闪，晃得眼睛疼。", ""),
    ("e12", "inquiry", "energy", "", "", 0, "宿舍电费怎么在手机上充值？", "answer"),

    ("h01", "complaint", "dormitory", "dorm-7", "二楼东侧", 5,
     "二楼东侧公共卫生间两天没有打扫，地漏堵了，味道很大。", CLOSED),
    ("h02", "repair", "dormitory", "dorm-3", "418室", 4,
     "宿舍床梯松动，报修三天没有人来。", RECTIFIED),
    ("h03", "complaint", "dormitory", "dorm-1", "一楼洗衣房", 2,
     "洗衣房的洗衣机扣了钱不启动，客服也不退款。", "dispatch sign"),
    ("p01", "repair", "property", "teaching-a", "三楼西侧", 5,
     "教学楼三楼西侧的声控灯和消火栓箱门都坏了。", VERIFIED),
    ("p02", "complaint", "property", "library", "北门", 3,
     "图书馆北门的垃圾桶满了一整天没有清运，周围全是苍蝇。", CLOSED),
    ("p03", "complaint", "property", "lab-2", "", 1,
     "实训楼的电梯今天又停在半层，把人困在里面十几分钟。", "at_once urge sign"),
    ("r01", "repair", "repair", "teaching-a", "B105", 4,
     "B105教室的门锁坏了，修过一次第二天又坏。", "dispatch sign rectify return"),
    ("r02", "complaint", "repair", "lab-2", "", 2,
     "实训楼外墙修缮工地没有围挡，晚上也没有灯。", "dispatch"),
    ("m01", "complaint", "procurement", "", "", 3,
     "新到的学生用床垫气味刺鼻，规格也比合同薄两厘米。", "dispatch sign rectify"),

    ("i01", "inspection", "catering", "canteen-2", "后厨", 1,
     "周检发现：后厨生熟砧板混放，冷藏柜无温度记录。", RECTIFYING),
    ("i02", "inspection", "transport", "bus-05", "", 1,
     "周检发现：05号车灭火器压力不足，安全锤缺失一把。", "dispatch"),
    ("d01", "directive", "energy", "lab-2", "", 2,
     "校长办公会议要求：入冬前完成实训楼供热管线检修，逐项销号。",
     "dispatch sign progress urge"),
)
# What the text does not tell, the reporter chooses; everything else is classified.
CHOSEN = {"h01": "washroom", "h02": "repair_slow", "h03": "service_charge", "p01": "facility",
          "p02": "rubbish", "p03": "lift", "r01": "rework", "r02": "site_safety",
          "m01": "wrong_spec", "c04": "variety", "c11": "service_attitude", "c12": "spoiled_food", "c14": "price",
          "t10": "driver_manner", "t12": "dispatch", "e05": "electric_fire",
          "e12": "payment", "i01": "undercooked", "d01": "heating_cooling"}
NAMED = {"c03", "e02", "t03"}          # reported with name and contact
# What the ledger of directives tells of it: milestones by days from today.
LEDGERS = {
    "d01": {"source": "president_meeting", "meeting": "校长办公会议（供热检修专题）",
            "met_on": -30, "decided": "入冬前完成实训楼供热管线检修，逐项销号。",
            "owner": "能源管理中心主任", "milestones": (("确定检修单位", -14), ("完成管线检修", -2),
                                                ("通水试压", 12))}}
SUPPORTED = {"c15": 3, "e10": 5, "t03": 2}


class DemoError(Exception):
    """A sentence for whoever started it."""


class Api:
    """The two doors: the public's, and the desk's with a user's name and password."""

    def __init__(self, public, staff, password):
        self.public, self.staff, self.password = public, staff, password
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method, path, body=None, user=None, **headers):
        url = (self.staff if user else self.public) + path
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if user:
            pair = base64.b64encode(f"{user}:{self.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {pair}")
        try:
            with self.opener.open(request, timeout=30) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            if error.code == 429:  # forty reports at once from one address
                time.sleep(0.2)
                return self.call(method, path, body, user, **headers)
            text = error.read().decode("utf-8", "replace")
            raise DemoError(f"{method} {url} as {user or 'the public'}: {error.code} {text}") \
                from None
        except (OSError, ValueError) as error:
            raise DemoError(f"{method} {url}: {error}") from None


class State:
    """What has been loaded so far."""

    def __init__(self, path):
        self.path = path
        self.data = {"register": False, "cases": {}}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.data = json.load(file)

    def save(self):
        descriptor = os.open(self.path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(self.data, file)
        os.rename(self.path + ".new", self.path)


def load(public, staff, password, state_path):
    """Loads what is not loaded yet; how many cases went on, how many inspections came."""
    api, state = Api(public, staff, password), State(state_path)
    if not state.data["register"]:
        register(api)
        state.data["register"] = True
        state.save()
    # A case comes after the one that it is merged into.
    order = sorted(CASES, key=lambda row: "merge=" in row[-1])
    cases = sum(advance(api, state, row) for row in order)
    return cases, demo_checks.load(api, state)


def register(api):
    for unit, name, name_en, kind, domains, parent in UNITS:
        body = {"id": unit, "name": name, "name_en": name_en, "kind": kind,
                "domains": domains, "parent": parent}
        api.call("PUT", f"units/{unit}", body, "admin")
    for place, name, name_en, kind in PLACES:
        body = {"id": place, "name": name, "name_en": name_en, "kind": kind}
        api.call("PUT", f"places/{place}", body, "admin")


def advance(api, state, row):
    """One case as far as its way goes; 1 when something was left to do."""
    name, way = row[0], row[-1].split()
    case = state.data["cases"].setdefault(
        name, {"id": "", "receipt": "", "unit": "", "done": 0, "supports": 0,
               "key": str(uuid.uuid4())})
    moved = 0
    if not case["id"]:
        state.save()  # the key first: a submit that is repeated makes no second case
        submit(api, case, row)
        state.save()
        moved = 1
    for step in way[case["done"]:]:
        take(api, state, case, row[2], step)
        case["done"] += 1
        state.save()
        moved = 1
    for _ in range(case["supports"], SUPPORTED.get(name, 0)):
        api.call("POST", f"cases/{case['id']}/support", Idempotency_Key=str(uuid.uuid4()))
        case["supports"] += 1
        state.save()
    return moved


def moment(**delta):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(**delta)).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(days=0):
    """yyyy-mm-dd of the campus, so many days from today."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return (datetime.datetime.now(zone) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


def ledger_of(name):
    entry = LEDGERS[name]
    return {**entry, "met_on": day(entry["met_on"]),
            "milestones": [{"name": what, "due": day(due)} for what, due in entry["milestones"]]}


def submit(api, case, row):
    name, kind, domain, place, detail, days, text, _ = row
    hour = 1 + CASES.index(row) % 13  # not all at the same minute of their day
    body = {"kind": kind, "domain": domain, "text": text, "place": place,
            "category": CHOSEN.get(name, ""), "place_detail": detail,
            "occurred_at": moment(days=-days, minutes=-47 * hour)}
    if name in NAMED:
        body["contact"] = {"name": "张同学", "phone": "13800000000"}
    user = {"inspection": "inspector", "directive": "office"}.get(kind)
    if user:
        body["source"] = "check" if kind == "inspection" else "superior"
        body["tags"] = ["internal", "regular"] if kind == "inspection" else ["from_above"]
    if name in LEDGERS:
        body["ledger"] = ledger_of(name)
    reply = api.call("POST", "cases", {k: v for k, v in body.items() if v}, user,
                     Idempotency_Key=case["key"])
    case["id"], case["receipt"] = reply["case"]["id"], reply.get("receipt", "")


def take(api, state, case, domain, step):
    """One step by whoever may take it."""
    step, _, value = step.partition("=")
    user, fields = STEPS[step]
    body = dict(fields)
    if step in ("dispatch", "at_once"):
        body["unit"] = case["unit"] = f"{domain}-centre"
        if step == "at_once":
            body["rectify_by"] = moment(seconds=AT_ONCE_S)
    elif step == "progress":
        body["reached"] = day(-10)
    elif step == "reassign":
        body["unit"] = case["unit"] = value
    elif step == "merge":
        body["parent"] = state.data["cases"][value]["id"]
    elif step == "extend":
        body["until"] = until(api, case)
    headers = {"Supervision_Receipt": case["receipt"]} if user is None else {}
    user = USER_OF[case["unit"]] if user == "unit" else user
    api.call("POST", f"cases/{case['id']}/{ACTION_OF.get(step, step)}", body, user, **headers)


def until(api, case):
    """A day after the present deadline."""
    seen = api.call("GET", f"cases/{case['id']}", user=USER_OF[case["unit"]])
    deadline = datetime.datetime.fromisoformat(
        seen["deadlines"]["rectify_by"].replace("Z", "+00:00"))
    return (deadline + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

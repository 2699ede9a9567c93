-- GET of a case and of the board, as a Lua handler does it: one pipeline to Redis, the
-- record as JSON, the same fields hidden, the same figures.
-- Owns: the two handlers. Must not know: how cases come in.
local cjson = require "cjson"
local site = require "site"
local hash = require "hash"

local _M = {}
local sub, find, match = string.sub, string.find, string.match
local gsub = ngx.re.gsub
local settings = site.settings
local PREFIX = "sup:{" .. settings.campus .. "}:"
local BOARD_KEY = PREFIX .. "board:"
local CASES = settings.base .. "cases/"
local KEY = ngx.decode_base64(settings.secret)

-- --- a case -------------------------------------------------------------------------------

local HIDDEN = { "place_detail", "attachments", "occurred_at", "anonymous", "tags", "notice",
    "extension", "rectification", "finding", "reasons", "rulebook", "reason", "reply",
    "source" }
local CLOCK = { submitted = { "sign_by", "dispatch" }, dispatched = { "sign_by", "sign" },
    rectifying = { "rectify_by", "rectify" } }
local PERSONAL = [[(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|\d{7,}]]
    .. [[|[\w.+-]+@[\w-]+(?:\.[\w-]+)+]]

local function names_of(domain, category)
    local book = settings.books[domain]
    return book.name, book.names[category]
end

function _M.view(case, supporters, now)
    for i = 1, #HIDDEN do
        case[HIDDEN[i]] = nil
    end
    case.domain_name, case.category_name = names_of(case.domain, case.category)
    if supporters > 0 then
        case.counters.supporters = supporters
    end
    local clock = CLOCK[case.state]
    local due = clock and case.deadlines[clock[1]]
    if due and due <= now then
        case.overdue, case.overdue_for = true, clock[2]
    end
    if case.kind == "inspection" or case.kind == "directive" then
        case.text = nil
    else
        case.text = gsub(case.text, PERSONAL, "＊＊＊", "jo")
    end
    if case.satisfaction then
        case.satisfaction.comment = nil
    end
    return case
end

local function supporters_of(tally)
    for i = 1, #tally, 2 do
        if tally[i] == "supporters" then
            return tonumber(tally[i + 1])
        end
    end
    return 0
end

function _M.case()
    local id = sub(ngx.var.uri, #CASES + 1)
    if #id ~= 14 or not find(id, "^%d%d%d%d%d%d%-[%dA-Z]+$") then
        return site.problem(404, "not_found")
    end
    local red = site.redis()
    if not red then
        return site.problem(503, "unavailable")
    end
    red:init_pipeline(2)
    red:get("lua:" .. id)
    red:hgetall(PREFIX .. "tally:" .. id)
    local replies = red:commit_pipeline()
    if not replies then
        return site.problem(503, "unavailable")
    end
    site.keep(red)
    if replies[1] == ngx.null then
        return site.problem(404, "not_found")
    end
    local record = cjson.decode(replies[1])
    local supporters = supporters_of(replies[2])
    local case = _M.view(record.case, supporters, site.seconds_text(ngx.time()))
    local etag = '"' .. hash.shown(KEY, "case:" .. id, record.version) .. "-0"
        .. (case.overdue and 1 or 0) .. "-" .. supporters .. '"'
    if ngx.var.http_if_none_match == etag then
        return ngx.exit(304)
    end
    return site.answer(200, cjson.encode(case), "no-store", etag)
end

-- --- the board: kept for a second, as the module keeps it ----------------------------------

local kept = ngx.shared.kept
local DOMAINS = settings.domains

local function ratio(a, b)
    return { numerator = a > 0 and a or nil, denominator = b > 0 and b or nil }
end

local function more(n)
    return n > 0 and n or nil
end

local function figures(f, overdue, open)
    local function of(name)
        return f[name] or 0
    end
    return { received = more(of "received"),
        answered = ratio(of "answered", of "received"),
        solved = ratio(of "solved", of "solvable"),
        satisfied = ratio(of "satisfied", of "satisfied" + of "dissatisfied"),
        dissatisfied = more(of "dissatisfied"), silent = more(of "silent"),
        awaiting = more(of "awaiting"), overdue = ratio(overdue, open),
        on_time = ratio(of "on_time", of "rectified"), reopened = more(of "reopened"),
        checks = ratio(of "checks_done", of "checks_due") }
end

local function make_board()
    local now = ngx.now()
    local period = os.date("!%Y-%m", now + 8 * 3600)
    local red = site.redis()
    if not red then
        return nil
    end
    red:init_pipeline(1 + 2 * #DOMAINS)
    red:hgetall(BOARD_KEY .. period)
    local before = string.format("(%012x", now * 1000)
    for _, domain in ipairs(DOMAINS) do
        red:zlexcount(PREFIX .. "due:" .. domain, "-", before)
        red:zlexcount(PREFIX .. "due:" .. domain, "-", "+")
    end
    local replies = red:commit_pipeline()
    if not replies then
        return nil
    end
    site.keep(red)
    local facts, total, all_overdue, all_open = {}, {}, 0, 0
    for i = 1, #replies[1], 2 do
        local domain, fact = match(replies[1][i], "^([^.]+)%.(.+)$")
        local value = tonumber(replies[1][i + 1])
        facts[domain] = facts[domain] or {}
        facts[domain][fact] = value
        total[fact] = (total[fact] or 0) + value
    end
    local board = { period = period, generated_at = site.seconds_text(ngx.time()) .. "Z",
        domains = {} }
    for i, domain in ipairs(DOMAINS) do
        local overdue, open = replies[2 * i], replies[2 * i + 1]
        local one = figures(facts[domain] or {}, overdue, open)
        one.domain, one.name = domain, settings.books[domain].name
        one.name_en = settings.books[domain].name_en
        board.domains[i] = one
        all_overdue, all_open = all_overdue + overdue, all_open + open
    end
    board.total = figures(total, all_overdue, all_open)
    board.total.name, board.total.name_en = "全部", "All"
    return cjson.encode(board)
end

function _M.board()
    local body = kept:get("board")
    if not body then
        body = make_board()
        if not body then
            return site.problem(503, "unavailable")
        end
        kept:set("board", body, 1)
    end
    return site.answer(200, body, "max-age=1")
end

return _M

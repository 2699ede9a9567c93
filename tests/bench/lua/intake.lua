-- POST of a case as a Lua handler does it: parsed, validated by the same bounds, classified
-- by the same patterns, committed by the same Redis function with the same keys.
-- Owns: the handler. Must not know: how it is measured.
local cjson = require "cjson"
local site = require "site"
local hash = require "hash"
local rules = require "classify"

local _M = {}
local sub, find, match, format = string.sub, string.find, string.match, string.format
local re_find = ngx.re.find
local floor = math.floor
local settings = site.settings
local KEY = ngx.decode_base64(settings.secret)
local PREFIX = "sup:{" .. settings.campus .. "}:"
local DAY = 86400

local FIELDS = { kind = "string", domain = "string", category = "string", text = "string",
    place = "string", place_detail = "string", occurred_at = "string" }
local KINDS = { complaint = 1, repair = 2, suggestion = 3, praise = 4, inquiry = 5 }
local SEVERITIES = { "minor", "major", "serious", "critical" }

-- --- checks -------------------------------------------------------------------------------

-- Days since 1970 of a civil date.
local function days(y, m, d)
    if m <= 2 then
        y, m = y - 1, m + 12
    end
    return 365 * y + floor(y / 4) - floor(y / 100) + floor(y / 400)
        + floor((153 * (m - 3) + 2) / 5) + d - 719469
end

local function seconds_of(text)
    local y, m, d, h, min, s = match(text,
        "^(%d%d%d%d)%-(%d%d)%-(%d%d)T(%d%d):(%d%d):(%d%d)Z$")
    if not y then
        return nil
    end
    return days(tonumber(y), tonumber(m), tonumber(d)) * DAY + h * 3600 + min * 60 + s
end

-- The name of the field at fault. Texts are well-formed UTF-8 of so many characters.
local function check(input, now)
    for name, value in pairs(input) do
        local wanted = FIELDS[name]
        if not wanted or type(value) ~= wanted then
            return name
        end
    end
    if not KINDS[input.kind] then
        return "kind"
    end
    if not input.text or not re_find(input.text, [[^(?=.*?\S).{1,2000}$]], "jous") then
        return "text"
    end
    if input.place_detail and not re_find(input.place_detail, "^.{0,100}$", "jous") then
        return "place_detail"
    end
    if input.domain and not settings.books[input.domain] then
        return "domain"
    end
    if input.category and not (input.domain
            and settings.books[input.domain].names[input.category]) then
        return "category"
    end
    local at = input.occurred_at and seconds_of(input.occurred_at)
    if input.occurred_at and (not at or at > now + 600 or at < now - 366 * DAY) then
        return "occurred_at"
    end
end

local function read_body()
    ngx.req.read_body()
    local body = ngx.req.get_body_data()
    if body then
        return body
    end
    local file = ngx.req.get_body_file()
    local handle = file and io.open(file, "rb")
    if not handle then
        return ""
    end
    body = handle:read("*a")
    handle:close()
    return body
end

-- --- the case -----------------------------------------------------------------------------

local function at_text(seconds, ms)
    return os.date("!%Y-%m-%dT%H:%M:%S", seconds) .. format(".%03dZ", ms)
end

local function new_case(input, id, book, category, severity, reasons, unit, place, now)
    local seconds = floor(now)
    local stamp = site.seconds_text(seconds) .. format(".%03dZ", (now - seconds) * 1000)
    local rule = book.deadlines[severity]
    return { id = id, kind = input.kind, domain = book.domain, category = category,
        text = input.text, place = input.place, place_name = place and place.name,
        place_detail = input.place_detail, occurred_at = input.occurred_at,
        unit = unit.id, unit_name = unit.name, severity = SEVERITIES[severity],
        state = "submitted", source = "web", anonymous = true, submitted_at = stamp,
        updated_at = stamp, deadlines = { sign_by = at_text(seconds + rule.sign, 0),
            rectify_by = at_text(seconds + rule.rectify, 0), basis = rule.basis },
        counters = {}, reasons = #reasons > 0 and reasons or nil, rulebook = book.version }
end

-- --- the commit ---------------------------------------------------------------------------

-- Cut to the length of the module's protobuf record, so that Redis has no more to write.
local function cut(table, length)
    return sub(cjson.encode(table), 1, length)
end

local function commit(red, case, input, once, digest, nonce, receipt_hash, now)
    local id, domain = case.id, case.domain
    local case_key = PREFIX .. "case:" .. id
    local created = format("%012x", now * 1000)
    local tail = ":" .. id .. ":" .. KINDS[case.kind] .. "1" .. "21:" .. domain
    local event = cut({ sequence = 1, at = case.submitted_at, action = "submit",
        to = "submitted", role = "reporter", target_unit = case.unit }, settings.event_bytes)
    local record = cut({ schema = 1, case = case, receipt_hash = hash.hex(receipt_hash),
        last_event_hash = hash.hex(hash.sha256(event)), event_count = 1 },
        #case.text + settings.record_bytes)
    local known = cut({ schema = 1, digest = hash.hex(digest), case = id,
        nonce = hash.hex(nonce), key_id = "k1" }, settings.once_bytes)
    local submitted = created .. tail
    local due = format("%012x", (now + 3600) * 1000) .. tail
    local month = os.date("!%Y-%m", now + 8 * 3600)
    local board = PREFIX .. "board:" .. month
    local figures = PREFIX .. "figures:" .. case.unit .. ":" .. month
    local figure = domain .. "." .. KINDS[case.kind] .. ".solvable"
    local open = #(case.place or "") > 0 and case.category
    local solvable = KINDS[case.kind] <= 2
    if open and solvable then
        return red:fcall(settings.commit, 17, PREFIX .. "seq", once, once, case_key,
            PREFIX .. "events:" .. id, case_key, PREFIX .. "by:all",
            PREFIX .. "by:domain:" .. domain, PREFIX .. "by:unit:" .. case.unit,
            PREFIX .. "by:state:1", PREFIX .. "open", PREFIX .. "open:unit:" .. case.unit,
            PREFIX .. "near:" .. domain .. ":" .. case.category .. ":" .. case.place,
            PREFIX .. "due:" .. domain, board, board, figures, "ataepiiiiiiiinnn", known,
            DAY * 1000, event, record, submitted, submitted, submitted, submitted, due, due,
            submitted, due, domain .. ".received", 1, domain .. ".solvable", 1, figure, 1)
    end
    local keys = { PREFIX .. "seq", once, once, case_key, PREFIX .. "events:" .. id, case_key,
        PREFIX .. "by:all", PREFIX .. "by:domain:" .. domain,
        PREFIX .. "by:unit:" .. case.unit, PREFIX .. "by:state:1", PREFIX .. "open",
        PREFIX .. "open:unit:" .. case.unit }
    local args = { known, DAY * 1000, event, record, submitted, submitted, submitted,
        submitted, due, due }
    local letters = "ataepiiiiii"
    local function index(key, member)
        keys[#keys + 1], args[#args + 1], letters = key, member, letters .. "i"
    end
    if open then
        index(PREFIX .. "near:" .. domain .. ":" .. case.category .. ":" .. case.place,
            submitted)
    end
    index(PREFIX .. "due:" .. domain, due)
    for _, fact in ipairs(solvable and { "received", "solvable" } or { "received" }) do
        keys[#keys + 1], letters = board, letters .. "n"
        args[#args + 1], args[#args + 2] = domain .. "." .. fact, 1
    end
    if solvable then
        keys[#keys + 1], letters = figures, letters .. "n"
        args[#args + 1], args[#args + 2] = figure, 1
    end
    local all = { settings.commit, #keys }
    for i = 1, #keys do
        all[#all + 1] = keys[i]
    end
    all[#all + 1] = letters
    for i = 1, #args do
        all[#all + 1] = args[i]
    end
    return red:fcall(unpack(all))
end

-- --- the handler --------------------------------------------------------------------------

local function fetch(red, once, unit_key, place)
    red:init_pipeline(3)
    red:get(once)
    red:get("lua:unit:" .. unit_key)
    if place then
        red:get("lua:place:" .. place)
    end
    return red:commit_pipeline()
end

local function decoded(reply)
    return reply and reply ~= ngx.null and cjson.decode(reply) or nil
end

function _M.submit()
    local key = ngx.var.http_idempotency_key
    if not find(ngx.var.content_type or "", "^application/json") then
        return site.problem(415, "media_type")
    end
    if key and not find(key, "^%g+$") or key and (#key < 16 or #key > 128) then
        return site.problem(400, "idempotency_key")
    end
    local body = read_body()
    local fine, input = pcall(cjson.decode, body)
    if not fine or type(input) ~= "table" then
        return site.problem(400, "syntax")
    end
    local now = ngx.now()
    local wrong = check(input, now)
    if wrong then
        return site.problem(422, "value", wrong)
    end
    local digest = hash.sha256(body)
    local once = PREFIX .. "once:" .. hash.hex(hash.hmac(KEY, "submit\n\n" .. (key or "")))
    local book, category, severity, reasons =
        rules.classify(input.text, input.domain, input.category)
    if not book then
        return site.problem(422, "unclassified", "domain")
    end
    local red = site.redis()
    local replies = red and fetch(red, once, category and book.units[category] or book.unit,
        input.place)
    if not replies then
        return site.problem(503, "unavailable")
    end
    if replies[1] ~= ngx.null then
        site.keep(red)
        return site.problem(409, "idempotency_key_reused")
    end
    local unit, place = decoded(replies[2]), decoded(replies[3])
    if input.place and (not place or place.retired) then
        site.keep(red)
        return site.problem(422, "reference", "place")
    end
    for _, r in ipairs(place and place.responsible or {}) do
        if r.domain == book.domain and r.unit ~= unit.id then
            unit = decoded(red:get("lua:unit:" .. r.unit))
        end
    end

    local id = os.date("!%y%m%d", now + 8 * 3600) .. "-" .. hash.base32(hash.random(7), 7)
    local nonce = hash.random(16)
    local secret = hash.base32(hash.hmac(KEY, "receipt-secret\n" .. id .. "\n" .. nonce), 26)
    local receipt_hash = hash.hmac(KEY, "receipt\n" .. secret)
    local case = new_case(input, id, book, category, severity, reasons, unit, place, now)
    local version, err = commit(red, case, input, once, digest, nonce, receipt_hash, now)
    if not version then
        return site.problem(503, "unavailable", err)
    end
    site.keep(red)
    if version <= 0 then
        return site.problem(409, "conflict")
    end
    case.version = hash.shown(KEY, "case:" .. id, format("%d", version))
    case.domain_name = book.name
    case.category_name = category and book.names[category]
    case.allowed_actions = settings.withdraw
    return site.answer(201, cjson.encode({ case = case, receipt = id .. "-" .. secret }),
        "no-store", nil, settings.base .. "cases/" .. id)
end

return _M

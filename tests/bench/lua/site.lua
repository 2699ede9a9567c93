-- What all Lua peers share: the settings that run.py wrote, Redis, times, replies.
-- Owns: the connection pool. Must not know: what an endpoint answers.
local redis = require "nginx.redis"
local cjson = require "cjson"

local _M = {}

local file = assert(io.open(assert(os.getenv("BENCH_SETTINGS"))))
_M.settings = cjson.decode(file:read("*a"))
file:close()

local SOCKET = "unix:" .. _M.settings.socket
local POOL = 256 -- more than the load generator has connections

function _M.redis()
    local red = redis:new()
    red:set_timeout(5000)
    local ok, err = red:connect(SOCKET)
    if not ok then
        return nil, err
    end
    return red
end

function _M.keep(red)
    red:set_keepalive(60000, POOL)
end

-- The clock's text is made once a second.
local second, text = -1, ""

function _M.seconds_text(s)
    if s ~= second then
        second, text = s, os.date("!%Y-%m-%dT%H:%M:%S", s)
    end
    return text
end

function _M.answer(status, body, cache, etag, location)
    local header = ngx.header
    ngx.status = status
    header["Content-Type"] = "application/json"
    header["Content-Length"] = #body
    header["X-Content-Type-Options"] = "nosniff"
    header["Cache-Control"] = cache
    if etag then
        header["ETag"] = etag
    end
    if location then
        header["Location"] = location
    end
    ngx.print(body)
end

function _M.problem(status, code, field)
    return _M.answer(status, cjson.encode({ type = "urn:supervision:problem:" .. code,
        status = status, code = code, field = field }), "no-store")
end

return _M

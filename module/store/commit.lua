#!lua name=sup_@DIGEST@
-- The one commit of the store: checks everything first, then writes; Redis rolls nothing back.
-- Owns: the version sequence of a campus, the layout of what is written.
-- Must not know: any rule of the domain.
--
-- KEYS  1: the campus's sequence; 1 + i: the key of op i
-- ARGV  1: one letter an op; then, op by op, the arguments that its letter takes:
--   c  check           version, 8 bytes     a  check absent    -
--   p  put             bytes                t  put with expiry bytes, milliseconds
--   d  delete          -                    n  counter add     name, delta
--   i  index add       member               r  index remove    member
--   e  event append    bytes
-- Reply: the version given to every put (0 when there is none); or, nothing being written,
--   -(2i - 1) when check i failed, -2i when the key of op i holds another type.
--
-- All checks see the state before the commit, and a key keeps one type throughout it, so
-- that no write can fail after another one. This function is what the whole product waits
-- for: a check reads 8 bytes and never the record; a key is probed once; letters are bytes.

-- The letters' bytes. (While a library loads it sees neither string nor redis.call.)
local CHECK, ABSENT, PUT, EXPIRING, DELETE = 99, 97, 112, 116, 100
local ADD, REMOVE, COUNTER, EVENT = 105, 114, 110, 101

-- How many arguments a letter takes, and the type it needs as the command that fails on
-- any other: each costs O(1) and, unlike TYPE, answers without making a table.
local ARGS = { [CHECK] = 1, [ABSENT] = 0, [PUT] = 1, [EXPIRING] = 2, [DELETE] = 0,
    [ADD] = 1, [REMOVE] = 1, [COUNTER] = 2, [EVENT] = 1 }
local PROBE = { [CHECK] = 'STRLEN', [ABSENT] = 'STRLEN', [PUT] = 'STRLEN',
    [EXPIRING] = 'STRLEN', [ADD] = 'ZCARD', [REMOVE] = 'ZCARD', [COUNTER] = 'HGET',
    [EVENT] = 'LLEN' }

-- Far enough from 2^53 that 512 deltas cannot get there.
local COUNTER_MAX = 2 ^ 52
local DELTA_MAX = 2 ^ 43
local VERSION_MAX = 2 ^ 53

local function whole(text, max)
    local number = string.match(text, '^%-?[1-9]%d*$') and tonumber(text) or text == '0' and 0
    return number and number <= max and number >= -max
end

local function malformed(i)
    return redis.error_reply('ERR commit: op ' .. i .. ' is malformed')
end

local function commit(keys, args)
    local call, try = redis.call, redis.pcall
    local ops = { string.byte(args[1] or '', 1, -1) }
    local n = #ops
    local probed, puts, arg = {}, false, 2
    if n == 0 or #keys ~= n + 1 then
        return malformed(0)
    end

    for i = 1, n do
        local op, key = ops[i], keys[i + 1]
        local probe, takes = PROBE[op], ARGS[op]
        if not takes or (takes > 0 and not args[arg + takes - 1]) then
            return malformed(i)
        end
        local known = probed[key]
        if known and probe and known ~= probe then
            return -2 * i
        end
        if op == CHECK then
            local have = try('GETRANGE', key, '0', '7')
            if have ~= args[arg] then
                return type(have) == 'string' and 1 - 2 * i or -2 * i
            end
        elseif op == ABSENT then
            if call('EXISTS', key) ~= 0 then
                return type(try(probe, key)) == 'number' and 1 - 2 * i or -2 * i
            end
        elseif op == COUNTER then
            if not whole(args[arg + 1], DELTA_MAX) then
                return malformed(i)
            end
            local have = try(probe, key, args[arg])
            if have and (type(have) ~= 'string' or not whole(have, COUNTER_MAX)) then
                return -2 * i
            end
        else
            if probe and not known and type(try(probe, key)) ~= 'number' then
                return -2 * i
            end
            if op == EXPIRING and not whole(args[arg + 1], COUNTER_MAX) then
                return malformed(i)
            end
            puts = puts or op == PUT or op == EXPIRING
        end
        probed[key] = probe or known -- a deletion has no type and forgets none
        arg = arg + takes
    end
    if args[arg] then
        return malformed(n)
    end

    -- INCR comes first of the writes: where the sequence itself is broken, it fails alone.
    local version, head = 0, nil
    if puts then
        version = call('INCR', keys[1])
        if version <= 0 or version >= VERSION_MAX then
            return redis.error_reply('ERR commit: the sequence of versions is broken')
        end
        head = struct.pack('>I8', version)
    end

    arg = 2
    for i = 1, n do
        local op, key = ops[i], keys[i + 1]
        if op == ADD then
            call('ZADD', key, '0', args[arg])
        elseif op == PUT then
            call('SET', key, head .. args[arg])
        elseif op == COUNTER then
            call('HINCRBY', key, args[arg], args[arg + 1])
        elseif op == EVENT then
            call('RPUSH', key, args[arg])
        elseif op == EXPIRING then
            call('SET', key, head .. args[arg], 'PX', args[arg + 1])
        elseif op == REMOVE then
            call('ZREM', key, args[arg])
        elseif op == DELETE then
            call('DEL', key)
        end
        arg = arg + ARGS[op]
    end
    return version
end

redis.register_function('sup_@DIGEST@', commit)

-- The load: GETs as wrk makes them, or, with BENCH_BODIES, posts of distinct cases.
-- Owns: what is sent. Must not know: who answers.
local bodies = os.getenv("BENCH_BODIES")

if bodies then
    local posts, run = dofile(bodies), os.getenv("BENCH_RUN")
    local n, i = #posts, 0
    -- A post is what stands before, between and after its two serial numbers: in the
    -- Idempotency-Key and in the body.
    function request()
        i = i + 1
        local post = posts[i % n + 1]
        local serial = string.format("%08d", i)
        return table.concat({ post[1], run, serial, post[2], serial, post[3] })
    end
end

function done(summary)
    local e = summary.errors
    io.write(string.format("bench %d %d %d %d\n", summary.requests, summary.duration,
        e.connect + e.read + e.write + e.timeout, e.status))
end

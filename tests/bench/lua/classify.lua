-- The rulebooks' patterns over a text: the same expressions, weights and severities.
-- Owns: the weighing. Must not know: HTTP, Redis.
local site = require "site"

local _M = {}
local find = ngx.re.find
local books, domains = site.settings.books, site.settings.domains

-- j: compiled by the JIT, o: kept, i: caseless, U: UTF-8 that has been checked before.
local OPTIONS = "joiU"

local function ask(book, text, spoke, weights)
    local patterns = book.patterns
    for i = 1, #patterns do
        local p = patterns[i]
        if find(text, p.regex, OPTIONS) then
            spoke[#spoke + 1] = p
            weights[p.category] = (weights[p.category] or 0) + p.weight
        end
    end
end

local function best_of(book, weights, category, weight)
    for i = 1, #book.categories do
        local w = weights[book.categories[i]]
        if w and w > weight then
            category, weight = book.categories[i], w
        end
    end
    return category, weight
end

-- domain, category: what the reporter chose, or nil. Returns domain, category (nil: none),
-- severity, reasons.
function _M.classify(text, domain, category)
    local book_of, spoken_in, weight, chosen = nil, nil, 0, nil
    for i = 1, #domains do
        local name = domains[i]
        if not domain or domain == name then
            local book, spoke, weights = books[name], {}, {}
            ask(book, text, spoke, weights)
            local found, heavy = best_of(book, weights, nil, weight)
            if found or domain then
                book_of, spoken_in = book, spoke
                weight, chosen = heavy, found
            end
        end
    end
    if not book_of then
        return nil
    end
    chosen = category or chosen
    local severity = chosen and book_of.severity[chosen] or 0
    local reasons = {}
    for i = 1, #spoken_in do
        local p = spoken_in[i]
        if p.category == chosen or p.severity == 4 then
            severity = p.severity > severity and p.severity or severity
            reasons[#reasons + 1] = p.reason
        end
    end
    return book_of, chosen, severity > 0 and severity or 1, reasons
end

return _M

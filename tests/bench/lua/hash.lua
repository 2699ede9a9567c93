-- SHA-256, HMAC and random bytes of the libcrypto that nginx has loaded anyway.
-- Owns: the bindings. Must not know: what is hashed.
local ffi = require "ffi"

ffi.cdef [[
unsigned char *SHA256(const char *d, size_t n, unsigned char *md);
const void *EVP_sha256(void);
unsigned char *HMAC(const void *md, const void *key, int key_len, const char *d, size_t n,
                    unsigned char *out, unsigned int *out_len);
int RAND_bytes(unsigned char *out, int n);
]]

local _M = {}
local C, copy = ffi.C, ffi.string
local sha256 = C.EVP_sha256()
local out, len = ffi.new("unsigned char[64]"), ffi.new("unsigned int[1]")

function _M.sha256(text)
    C.SHA256(text, #text, out)
    return copy(out, 32)
end

function _M.hmac(key, text)
    C.HMAC(sha256, key, #key, text, #text, out, len)
    return copy(out, 32)
end

-- What clients see of a version: another number after every change, and nothing more.
function _M.shown(key, name, version)
    C.HMAC(sha256, key, #key, "version\n" .. name .. " " .. version, #name + #version + 9,
        out, len)
    return (string.gsub(tostring(ffi.cast("uint64_t *", out)[0]), "ULL", ""))
end

function _M.random(n)
    assert(C.RAND_bytes(out, n) == 1)
    return copy(out, n)
end

local hex = {}
for i = 0, 255 do
    hex[string.char(i)] = string.format("%02x", i)
end

function _M.hex(text)
    return (string.gsub(text, ".", hex))
end

local alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
local letters = {}
for i = 0, 255 do
    local at = i % 32 + 1
    letters[string.char(i)] = string.sub(alphabet, at, at)
end

-- n characters of five bits each, from n bytes.
function _M.base32(text, n)
    return (string.gsub(string.sub(text, 1, n), ".", letters))
end

return _M

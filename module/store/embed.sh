#!/bin/sh
# Makes the C header that carries commit.lua: usage embed.sh commit.lua > sup_commit_lua.h
# Owns: the name of the function library, sup_ and 12 digits of the source's SHA-256.
# Must not know: what the script does.
set -eu
digest=$(sha256sum "$1" | cut -c1-12)
printf '/* Made by module/store/embed.sh from commit.lua; not to be edited. */\n'
printf '#ifndef SUP_COMMIT_LUA_H\n#define SUP_COMMIT_LUA_H\n\n'
printf '#define SUP_COMMIT_NAME "sup_%s"\n\n' "$digest"
printf 'static const char sup_commit_lua[] =\n'
sed -e "s/@DIGEST@/$digest/g" -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' \
    -e 's/$/\\n"/' "$1"
printf '    ;\n\n#endif\n'

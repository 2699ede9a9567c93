#!/bin/sh
# Builds the dynamic module for the installed nginx: build.sh BUILD_DIR [asan]
# Makes BUILD_DIR/ngx_http_supervision_module.so; run again, it builds what has changed.
# Needs nginx-dev and protobuf-c-compiler; SUP_GEN says where generated sources go.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)
mode=${2:-}
nginx_src=${NGINX_SRC:-/usr/share/nginx/src}
SUP_GEN=${SUP_GEN:-$root/build/gen}
export SUP_GEN
name=ngx_http_supervision_module.so

# --- generated sources, only where they are older than their origin
mkdir -p "$SUP_GEN"
(
    flock 9
    stamp=$SUP_GEN/.stamp
    if [ ! -e "$stamp" ] || [ -n "$(find "$root"/proto -name '*.proto' -newer "$stamp")" ]; then
        protoc-c -I "$root/proto" -I /usr/include --c_out="$SUP_GEN" \
            "$root"/proto/supervision/v1/*.proto google/protobuf/timestamp.proto
        touch "$stamp"
    fi
    sh "$root/module/store/embed.sh" "$root/module/store/commit.lua" \
        > "$SUP_GEN/sup_commit_lua.h.new"
    if cmp -s "$SUP_GEN/sup_commit_lua.h.new" "$SUP_GEN/sup_commit_lua.h"; then
        rm "$SUP_GEN/sup_commit_lua.h.new"
    else
        mv "$SUP_GEN/sup_commit_lua.h.new" "$SUP_GEN/sup_commit_lua.h"
    fi
) 9> "$SUP_GEN/.lock"

# --- flags
cc_opt="-g -O2 -fPIC -fstack-protector-strong -Wformat -Werror=format-security"
ld_opt="-Wl,-z,relro -Wl,-z,now -fPIC"
case $mode in
    '')
        cc_opt="$cc_opt -D_FORTIFY_SOURCE=2"
        ;;
    asan)
        sanitize="-fsanitize=address,undefined -fno-omit-frame-pointer"
        cc_opt="-g -O1 -fPIC $sanitize -DSUP_ASSERT=1"
        ld_opt="$ld_opt $sanitize"
        ;;
    *)
        echo "build.sh: unknown mode $mode" >&2
        exit 2
        ;;
esac

# --- two builds of one folder would tear each other's configuration
exec 8> "$dir/.lock"
flock 8

# --- configure, when nginx, the flags or the list of sources is another
# configure writes into its own folder, so it runs in a copy made of links.
src=$dir/nginx-src
mkdir -p "$src"
for part in auto src configure conf_flags; do
    ln -sfn "$nginx_src/$part" "$src/$part"
done
want=$(nginx -V 2>&1; echo "$cc_opt $ld_opt $root $SUP_GEN"; cat "$root/config"
       find "$root/module" -name pages -prune -o -name '*.[ch]' -print | sort
       ls "$SUP_GEN"/*/*/*.[ch])
if [ ! -e "$dir/objs/Makefile" ] || [ "$want" != "$(cat "$dir/configured" 2>/dev/null)" ]; then
    rm -rf "$dir/configured" "$dir/objs"
    (
        cd "$src"
        bash -c '. ./conf_flags && exec ./configure --with-cc-opt="$1" --with-ld-opt="$2" \
            "${NGX_CONF_FLAGS[@]}" --add-dynamic-module="$3" --builddir="$4"' \
            configure "$cc_opt" "$ld_opt" "$root" "$dir/objs"
    ) > "$dir/configure.log" 2>&1 || { tail -20 "$dir/configure.log" >&2; exit 1; }
    printf '%s\n' "$want" > "$dir/configured"
fi

make -s -j"$(nproc)" -C "$src" -f "$dir/objs/Makefile" modules

# By rename: a mapped file must never be written in place.
if ! cmp -s "$dir/objs/$name" "$dir/$name"; then
    cp "$dir/objs/$name" "$dir/$name.new"
    mv "$dir/$name.new" "$dir/$name"
fi

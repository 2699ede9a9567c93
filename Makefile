# Two commands: `make run` serves a demo campus, `make test` runs every suite.
# Owns: what is built from what. Longer steps are scripts in conf/dev/ and tests/.
#
#   make run         PORT=8080 RUN_DIR=build/run; `make stop` ends it, data stays;
#                    `make clean-run` forgets the data
#   make test        every suite; `make asan` the API suites under sanitizers
#   make bench       see README.md
#   make build       the module, the plugins and the pages, into build/

B       := build
PYTHON  := /usr/bin/python3
PORT    ?= 8080
RUN_DIR ?= $(B)/run
FUZZ_SECONDS ?= 5

export PYTHON FUZZ_SECONDS
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

MODULE := $(B)/module/ngx_http_supervision_module.so
ASAN_MODULE := $(B)/asan/module/ngx_http_supervision_module.so
DOMAINS := $(filter-out template,$(patsubst plugins/%/rulebook.txtpb,%,\
             $(wildcard plugins/*/rulebook.txtpb)))
PLUGINS := $(DOMAINS:%=$(B)/plugins/%.so)
ASAN_PLUGINS := $(DOMAINS:%=$(B)/asan/plugins/%.so)

.PHONY: all build test-build run stop clean-run test asan asan-build bench plugins pages \
        layers fuzz clean install-deps format-check generated
all: build
build: $(MODULE) plugins pages
plugins: $(PLUGINS)

# --- generated code: schema, commit script ------------------------------------------------

PROTOS := $(wildcard proto/supervision/v1/*.proto)
GEN_C  := $(PROTOS:proto/%.proto=$(B)/gen/%.pb-c.c) $(B)/gen/google/protobuf/timestamp.pb-c.c
GEN    := $(B)/gen/.stamp $(B)/gen/sup_commit_lua.h

generated: $(GEN) $(B)/py/.schema

$(B)/gen/.stamp: $(PROTOS)
	@mkdir -p $(B)/gen
	protoc-c -I proto -I /usr/include --c_out=$(B)/gen $(PROTOS) google/protobuf/timestamp.proto
	@touch $@

$(B)/py/.schema: $(PROTOS)
	@mkdir -p $(B)/py
	protoc -I proto -I /usr/include --python_out=$(B)/py $(PROTOS) protobuf-c/protobuf-c.proto
	@touch $@

$(B)/gen/sup_commit_lua.h: module/store/commit.lua module/store/embed.sh
	@mkdir -p $(@D)
	sh module/store/embed.sh $< > $@

# --- the module, against Debian's nginx ---------------------------------------------------

# Every C file of the module, however deep: a glob of one level would drop files silently.
SOURCES := $(sort $(shell find module -path module/pages -prune -o -name '*.[ch]' -print))
MODULE_SOURCES := config $(SOURCES) $(wildcard module/ngx/*) $(GEN)

$(MODULE): $(MODULE_SOURCES)
	module/build.sh $(@D)
	@touch $@
$(ASAN_MODULE): $(MODULE_SOURCES)
	module/build.sh $(@D) asan
	@touch $@

# --- plugins: a rulebook and hooks become <domain>.so --------------------------------------

PLUGIN_CFLAGS := -std=gnu11 -Wall -Wextra -Werror -O2 -g -fPIC -fvisibility=hidden
SANITIZE := -fsanitize=address,undefined -fno-omit-frame-pointer

$(B)/plugins/%.so: plugins/%/rulebook.txtpb $(wildcard plugins/*/*.c plugins/*/*.inc plugins/*.inc) \
                   module/include/sup_plugin.h conf/dev/build-plugin
	conf/dev/build-plugin plugins/$* $@ $(PLUGIN_CFLAGS)
$(B)/asan/plugins/%.so: $(B)/plugins/%.so
	conf/dev/build-plugin plugins/$* $@ $(PLUGIN_CFLAGS) $(SANITIZE)

# --- pages ---------------------------------------------------------------------------------

pages: $(B)/pages/.built
$(B)/pages/.built: $(shell find module/pages -name node_modules -prune -o -name dist -prune \
                       -o -type f -print 2>/dev/null) conf/dev/build-pages
	conf/dev/build-pages $(B)/pages
	@touch $@

# --- libraries of all but module/ngx, for tests (gcc) and for fuzzing (clang) -------

# Headers are named by their rooms: "core/sup_base.h", "cases/sup_case.h".
INCLUDES := -Imodule -Imodule/subjects -Imodule/include -I$(B)/gen -Itests/lib
LIB_SOURCES := $(filter-out module/ngx/%,$(filter %.c,$(SOURCES)))
LIBS := -l:libjansson.a -l:libprotobuf-c.a -lpcre2-8 -l:libhiredis.a -lcrypto -ldl -lm
# libvips brings a hundred others: only what uses it is to load it.
LIBS += -Wl,--as-needed -lz $(shell pkg-config --libs vips 2>/dev/null)
VIPS_INCLUDES := $(shell pkg-config --cflags-only-I vips 2>/dev/null)
%/sup_image.o %/test_image.o %/fuzz_image.o: INCLUDES += $(VIPS_INCLUDES)
WARN := -std=gnu11 -Wall -Wextra -Werror -g

TEST_CFLAGS := $(WARN) -O1 $(SANITIZE) -fno-sanitize-recover=undefined -DSUP_ASSERT=1
FUZZ_CFLAGS := $(WARN) -O1 $(SANITIZE) -fno-sanitize-recover=undefined -DSUP_ASSERT=1

TEST_OBJECTS := $(LIB_SOURCES:%.c=$(B)/obj/test/%.o) $(GEN_C:$(B)/%.c=$(B)/obj/test/%.o)
FUZZ_OBJECTS := $(LIB_SOURCES:%.c=$(B)/obj/fuzz/%.o) $(GEN_C:$(B)/%.c=$(B)/obj/fuzz/%.o)

# Generated files have no rule of their own: they come with the schema's stamp.
$(GEN_C): $(B)/gen/.stamp ;

$(B)/obj/test/gen/%.o: $(B)/gen/%.c $(GEN)
	@mkdir -p $(@D)
	gcc $(TEST_CFLAGS) $(INCLUDES) -MMD -MP -c $< -o $@
$(B)/obj/test/%.o: %.c $(GEN)
	@mkdir -p $(@D)
	gcc $(TEST_CFLAGS) $(INCLUDES) -MMD -MP -c $< -o $@
$(B)/obj/fuzz/gen/%.o: $(B)/gen/%.c $(GEN)
	@mkdir -p $(@D)
	clang $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link $(INCLUDES) -MMD -MP -c $< -o $@
$(B)/obj/fuzz/%.o: %.c $(GEN)
	@mkdir -p $(@D)
	clang $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link $(INCLUDES) -MMD -MP -c $< -o $@

$(B)/obj/test/libsup.a: $(TEST_OBJECTS)
	@rm -f $@
	ar rcs $@ $^
$(B)/obj/fuzz/libsup.a: $(FUZZ_OBJECTS)
	@rm -f $@
	ar rcs $@ $^

# --- test programs ---------------------------------------------------------------------------

UNIT_SOURCES := $(sort $(shell find tests/unit -name '*.c'))
UNIT_TESTS := $(patsubst %.c,$(B)/tests/%,$(notdir $(UNIT_SOURCES)))
STORE_TEST := $(B)/tests/store_conformance
TEST_HELPERS := $(patsubst %.c,$(B)/obj/test/%.o,$(wildcard tests/lib/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

$(STORE_TEST): $(patsubst %.c,$(B)/obj/test/%.o,$(wildcard tests/store/*.c)) $(TEST_HELPERS) \
               $(B)/obj/test/libsup.a
	@mkdir -p $(@D)
	gcc $(TEST_CFLAGS) $^ -o $@ -lcmocka $(LIBS)
$(foreach source,$(UNIT_SOURCES),$(eval \
    $(B)/tests/$(basename $(notdir $(source))): $(B)/obj/test/$(source:.c=.o)))
# The engine and what it stands upon, without a subject: a test brings a toy of its own.
ENGINE_OBJECTS := $(filter $(addprefix $(B)/obj/test/,module/core/% module/wire/% \
                      module/store/% module/kit/% module/engine/% gen/%),$(TEST_OBJECTS))
$(B)/obj/test/libengine.a: $(ENGINE_OBJECTS)
	@rm -f $@
	ar rcs $@ $^
$(B)/tests/test_toy: $(B)/obj/test/tests/unit/engine/test_toy.o $(B)/obj/test/libengine.a
	@mkdir -p $(@D)
	gcc $(TEST_CFLAGS) $^ -o $@ -lcmocka $(LIBS)

$(filter-out $(B)/tests/test_toy,$(UNIT_TESTS)): $(TEST_HELPERS) $(B)/obj/test/libsup.a
	@mkdir -p $(@D)
	gcc $(TEST_CFLAGS) $(filter %.o,$^) $(filter %.a,$^) -o $@ -lcmocka $(LIBS)
$(B)/fuzz/%: $(B)/obj/fuzz/tests/fuzz/%.o $(B)/obj/fuzz/libsup.a
	@mkdir -p $(@D)
	clang $(FUZZ_CFLAGS) -fsanitize=fuzzer $^ -o $@ $(LIBS)

# For the bench: optimised, without sanitizers.
BENCH_SCORE := $(B)/bench/score
BENCH_SOURCES := $(filter-out module/store/% module/media/%,$(LIB_SOURCES))
$(BENCH_SCORE): tests/bench/score.c $(SOURCES) $(GEN) $(wildcard tests/lib/*.h)
	@mkdir -p $(@D)
	gcc $(WARN) -O2 $(INCLUDES) $< $(BENCH_SOURCES) $(GEN_C) -o $@ $(LIBS)

test-build: build generated $(B)/plugins/template.so $(UNIT_TESTS) $(STORE_TEST) $(FUZZERS)
asan-build: $(ASAN_MODULE) $(ASAN_PLUGINS) pages generated $(B)/tests/wire_agree
fuzz: $(FUZZERS)
	tests/run fuzz

# --- the commands ------------------------------------------------------------------------------

install-deps:
	@conf/dev/install-deps run

run:
	@conf/dev/install-deps run
	@$(MAKE) --no-print-directory build
	@PORT='$(PORT)' RUN_DIR='$(RUN_DIR)' conf/dev/run start
stop:
	@RUN_DIR='$(RUN_DIR)' conf/dev/run stop
clean-run:
	@RUN_DIR='$(RUN_DIR)' conf/dev/run clean

# tests/run builds too, so that a failure to build is counted like any other.
test:
	@conf/dev/install-deps test
	@tests/run all
asan:
	@conf/dev/install-deps test
	@tests/run asan
bench:
	@conf/dev/install-deps bench
	@$(MAKE) --no-print-directory build generated $(BENCH_SCORE)
	$(PYTHON) tests/bench/run.py

layers:
	$(PYTHON) tests/lib/layers.py

FORMATTED = $(shell git ls-files '*.c' '*.h')
format-check:
	clang-format-14 --dry-run -Werror $(FORMATTED)

# Never the data of a running demo: that is clean-run's.
clean:
	find $(B) -mindepth 1 -maxdepth 1 ! -name run -exec rm -rf {} +

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

# heaploupe: one Makefile, no recursion. `make help` lists the targets.

# `make debug` builds under the sanitizers, `make debug test` also runs the tests there
ifneq (,$(filter debug,$(MAKECMDGOALS)))
BUILD    := build/debug
OPT      := -O1 -g
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
export BUILD OPT SANITIZE
endif

CC       ?= cc
BUILD    ?= build
PKGS      = sdl2 SDL2_ttf libpng libcjson
CSTD      = -std=c11 -D_GNU_SOURCE
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wformat=2
# -O2: the collector's loops are flat and want inlining; -g: a crash report must name lines
OPT      ?= -O2 -g
# no errno from math functions, so that layout loops vectorise; frame pointers for perf
MISC      = -fno-math-errno -fno-omit-frame-pointer
SANITIZE ?=
DEPFLAGS  = -MMD -MP
CPPFLAGS += -Isrc $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CFLAGS   += $(CSTD) $(WARN) $(OPT) $(MISC) $(SANITIZE)
# giflib has no pkg-config file everywhere
LDLIBS   += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lgif -lm
LDFLAGS  += $(SANITIZE)
# a frame of 10,000 objects spends its time in a few loops over pixels: a fifth less at -O3
ifeq ($(SANITIZE),)
$(BUILD)/src/view/raster/%.o: CFLAGS += -O3
endif
# the peer that bench_frames is compared with, where it is installed
$(BUILD)/bench/bench_frames: BENCH_CPPFLAGS = $(shell pkg-config --exists cairo && echo -DHAVE_CAIRO && pkg-config --cflags cairo)
$(BUILD)/bench/bench_frames: BENCH_LDLIBS = $(shell pkg-config --exists cairo && pkg-config --libs cairo)

SOURCES  := $(wildcard src/*/*.c src/view/*/*.c)
ASM      := $(wildcard src/view/raster/*.S src/app/*.S)
APP      := $(filter src/app/main.c,$(SOURCES))
OBJECTS  := $(SOURCES:%.c=$(BUILD)/%.o) $(ASM:%.S=$(BUILD)/%.o)
LIBRARY  := $(filter-out $(BUILD)/src/app/main.o,$(OBJECTS))
UNIT     := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
TOOLS    := $(patsubst tests/tools/%.c,%,$(wildcard tests/tools/*.c))
BENCHES  := $(patsubst bench/%.c,%,$(wildcard bench/bench_*.c))

.PHONY: all run test debug stress bench lint layout-check conformance random fuzz clean install deps help check-deps
all: $(BUILD)/heaploupe

$(BUILD)/heaploupe: $(OBJECTS)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c | check-deps
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c -o $@ $<

# the fonts and the recorder are embedded by .incbin
$(BUILD)/%.o: %.S $(wildcard assets/fonts/*.ttf assets/fonts/*.otf recorder/*.py)
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$(BUILD)/libheaploupe.a: $(LIBRARY)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libheaploupe.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) $(DEPFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libheaploupe.a $(LDLIBS) -lcmocka

$(BUILD)/bench/%: bench/%.c $(BUILD)/libheaploupe.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(BENCH_CPPFLAGS) $(CFLAGS) $(DEPFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libheaploupe.a $(LDLIBS) $(BENCH_LDLIBS)

$(BUILD)/tools/%: tests/tools/%.c $(BUILD)/libheaploupe.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libheaploupe.a $(LDLIBS)

# drops files by the protocol of X11
$(BUILD)/tools/drop: LDLIBS += -lX11

check-deps:
	@pkg-config --exists $(PKGS) && echo '#include <gif_lib.h>' | $(CC) $(CPPFLAGS) -E - >/dev/null 2>&1 || { echo "heaploupe: missing libraries; run ./tools/deps.sh (Debian) or install SDL2, SDL2_ttf, libpng, giflib, cJSON, cmocka and pkg-config" >&2; exit 1; }

deps:
	@./tools/deps.sh

run:
	@./tools/deps.sh
	@$(MAKE) --no-print-directory -j$(shell nproc 2>/dev/null || echo 2) all
	@./tools/run.sh $(BUILD)/heaploupe

test:
	@HEAPLOUPE_WINDOW_TEST=1 ./tools/deps.sh
	@$(MAKE) --no-print-directory -j$(shell nproc 2>/dev/null || echo 2) all unit
	@./tests/run.sh $(BUILD)

.PHONY: unit
unit: $(UNIT:%=$(BUILD)/tests/%) $(TOOLS:%=$(BUILD)/tools/%)

debug: all

stress: $(BUILD)/tools/conformance
	@./tests/stress.sh $(BUILD)

bench: all $(BENCHES:%=$(BUILD)/bench/%)
	@./bench/run.sh $(BUILD)

# random programs recorded and replayed: make random COUNT=1000 SEED=1 PYTHON=python3.12
random: all
	@python3 tests/recorder/random_programs.py $(BUILD)/heaploupe --count $(or $(COUNT),100) --seed $(or $(SEED),1) --python $(or $(PYTHON),python3)

conformance: all
	@./tests/conformance/conformance.sh $(BUILD)/heaploupe

# all programs, on every interpreter named
PYTHONS ?= python3
.PHONY: snapshots
snapshots: all
	@PYTHONS="$(PYTHONS)" tests/snapshot/run.sh $(BUILD)/heaploupe tests/snapshot/programs/*.py

# all steps of all lessons in all settings; make test leaves out what repeats in the four of more than 20,000 steps: hours
layout-check: $(BUILD)/tools/layout_check
	@$(BUILD)/tools/layout_check --all traces/lessons/*.json

# the window on Wayland with two pixels per unit of the desktop; needs the package weston
.PHONY: wayland-check
wayland-check: all $(BUILD)/tools/key_pictures
	@tests/window/wayland.sh $(BUILD)/heaploupe

lint:
	@python3 tools/lint.py

# FUZZ=reader (any bytes to the reader) or FUZZ=run (read and simulated)
FUZZ ?= reader
fuzz:
	@mkdir -p $(BUILD)/fuzz/corpus_$(FUZZ)
	clang $(CSTD) -Isrc -g -O1 -fsanitize=fuzzer,address,undefined -o $(BUILD)/fuzz/$(FUZZ) tests/fuzz/fuzz_$(FUZZ).c \
	    $(wildcard src/base/*.c src/model/*.c src/types/*.c src/allocator/*.c src/collector/*.c src/trace/*.c src/sim/*.c) -lcjson
	$(BUILD)/fuzz/$(FUZZ) -dict=tests/fuzz/reader.dict -max_total_time=$(or $(SECONDS),60) -timeout=20 -rss_limit_mb=4000 \
	    $(BUILD)/fuzz/corpus_$(FUZZ) $(wildcard tests/fuzz/corpus_$(FUZZ))

PREFIX ?= /usr/local
install: all
	install -D -m 755 $(BUILD)/heaploupe $(DESTDIR)$(PREFIX)/bin/heaploupe
	install -D -m 644 docs/heaploupe.1 $(DESTDIR)$(PREFIX)/share/man/man1/heaploupe.1
	mkdir -p $(DESTDIR)$(PREFIX)/share/heaploupe/lessons $(DESTDIR)$(PREFIX)/share/heaploupe/recorded
	install -m 644 traces/lessons/*.json $(DESTDIR)$(PREFIX)/share/heaploupe/lessons
	install -m 644 traces/recorded/*.jsonl $(DESTDIR)$(PREFIX)/share/heaploupe/recorded
	install -m 644 recorder/heaploupe_snapshot.py $(DESTDIR)$(PREFIX)/share/heaploupe

clean:
	rm -rf build

help:
	@echo "make            build build/heaploupe from what is installed"
	@echo "make run        install what is missing (Debian), build, open a lesson (headless without a display)"
	@echo "make test       install what is missing, build, run all tests"
	@echo "make debug [test]  the same under the address and undefined-behaviour sanitizers"
	@echo "make random     record random programs, replay them"
	@echo "make stress     check the world after every event;  make bench  measure;  make lint  check the structure;  make layout-check  look at every picture"
	@echo "make wayland-check  the window on Wayland, two pixels per unit of the desktop (needs weston)"
	@echo "make snapshots [PYTHONS=…]  the next collection of real heaps, predicted and compared"
	@echo "make conformance [N=…] [SEED=…]  fresh random programs against python3.11;  make fuzz [SECONDS=…]"

-include $(OBJECTS:.o=.d)

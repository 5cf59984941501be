#!/usr/bin/env python3
"""Checks the structure: which folder includes which, sizes of functions and files, where SDL and cJSON may stand, words left open."""
import glob
import os
import re
import sys

LADDER = {  # folder -> folders it may include, besides itself
    "base": "",
    "model": "base",
    "types": "model base",
    "allocator": "types model base",
    "collector": "types allocator model base",
    "trace": "model base",
    "journal": "model base",
    "sim": "collector allocator types model base",
    "explain": "journal types model base",
    "layout": "journal model base",
    "view": "explain layout journal types model base",
    "view/raster": "view base",
    "view/svg": "view base",
    "view/sdl": "view view/raster base",
    "app": "*",
}
MAX_FUNCTION, MAX_TABLE, MAX_FILE = 60, 130, 520
problems = []


def say(path, line, text):
    problems.append(f"{path}:{line}: {text}")


def folder_of(path):
    return os.path.dirname(path)[len("src/"):]


def check_includes(path, text):
    folder = folder_of(path)
    allowed = LADDER.get(folder)
    if allowed is None:
        say(path, 1, f"folder {folder} is not in the ladder")
        return
    for number, line in enumerate(text.split("\n"), 1):
        own = re.match(r'#include "([^"]+)"', line)
        if own and allowed != "*":
            target = os.path.dirname(own.group(1))
            if target != folder and target not in allowed.split():
                say(path, number, f"{folder}/ may not include {own.group(1)}")
        other = re.match(r"#include <([^>]+)>", line)
        if other and other.group(1).startswith("SDL") and folder not in ("view/raster", "view/sdl"):
            say(path, number, "SDL stands only in view/raster (fonts) and view/sdl")
        if other and "cJSON" in other.group(1) and folder not in ("trace",):
            say(path, number, "cJSON stands only in trace/")


def check_functions(path, text):
    lines = text.split("\n")
    if len(lines) > MAX_FILE and path.endswith(".c") and "/text_" not in path:
        say(path, 1, f"{len(lines)} lines: split the file (at most {MAX_FILE})")
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line.startswith("}") and start:
            length = number - start
            body = lines[start:number]
            table = sum("case " in part or "default:" in part for part in body) > 12
            if length > (MAX_TABLE if table else MAX_FUNCTION):
                say(path, start, f"a function of {length} lines (at most {MAX_FUNCTION}, {MAX_TABLE} for a switch)")
            start = None


def main():
    for path in sorted(glob.glob("src/**/*.[ch]", recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        check_includes(path, text)
        check_functions(path, text)
        for number, line in enumerate(text.split("\n"), 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                say(path, number, "left open")
    print("\n".join(problems) if problems else "structure: nothing to complain about")
    return 1 if problems else 0


sys.exit(main())

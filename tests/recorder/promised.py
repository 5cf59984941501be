"""Runs a program by the interpreter alone: every comment of figures behind a print must be what is printed.

A comment `# 0, 6` behind `print(f(), "unreachable,", ...)` promises the numbers (and True, False, None) of that line of output, in order;
`# True, three times` promises a word."""
import re
import subprocess
import sys

FIGURES = re.compile(r"\b(\d+|True|False|None)\b")
text = open(sys.argv[1], encoding="utf-8").read().splitlines()
printed = subprocess.run([sys.executable, sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
promises = [line.split(" # ")[1].split(":")[0] for line in text if line.lstrip().startswith("print(") and " # " in line]
if sys.version_info[:2] != (3, 11):
    sys.exit(0)             # the figures of other versions differ
place = 0
for promise in promises:
    wanted = FIGURES.findall(promise)
    seen = []
    while len(seen) < len(wanted) and place < len(printed):
        seen += FIGURES.findall(printed[place])
        place += 1
    if seen[:len(wanted)] != wanted:
        sys.exit("promised %s, printed %s" % (", ".join(wanted), ", ".join(seen)))
if not promises:
    sys.exit("no line promises a figure")

import sys
kept = [[1], (2, [3])]
print("to stderr", file=sys.stderr)
print("no newline", end="")
sys.exit(7)

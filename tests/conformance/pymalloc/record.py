#!/usr/bin/env python3
"""Record what a real CPython 3.11 asks of its object heap, and the answers.

    record.py startup FILE      the interpreter's start with `site`, nothing else
    record.py churn FILE        a bare start, then blocks of all sizes made and dropped, so that arenas go back
    record.py show FILE         the stream as text

See README.md for the layout of the file.
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MAGIC = b"pymalloc-stream 1\n"
ARENA = 1 << 20

MARK = "bytes(1234567 - 33)\n"

STARTUP = MARK

# Few requests of the interpreter's own between those that matter: bytes from a
# power of three stand in for random numbers, sizes come from a table.
CHURN = MARK + """
noise = pow(3, 72000).to_bytes(14500, 'little')
size = [150 + i * 3 // 2 for i in range(256)]
live = []
def grow(part):
    for b in noise[part::2]:
        if b < 30 and live:
            live.pop(b % len(live))
        elif b % 3:
            live.append(b'x' * size[b])
        else:
            live.append([None] * (b // 4))
grow(0)
del live[1000::2]
grow(1)
""" + MARK + """
del live[::3]
live.sort(key=len)
""" + MARK + """
while len(live) > 500:
    live.pop()
""" + MARK + """
grow(1)
del live[::2]
live.sort(key=id)
del live[300:]
""" + MARK + """
live = None
width = 479
big = [b'z' * width for b in noise[:9000]]
del big[::2]
""" + MARK + """
big = None
big = [b'q' * width for b in noise[:9000]]
big = None
x = []
for b in noise[:1500]:
    x.append(b)
while x:
    x.pop()
""" + MARK


def varint(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def table(text):
    """One printed statistics table -> numbers, in the order of the file."""
    rows = [[int(x) for x in m] for m in re.findall(r"^ *\d+ +(\d+) +(\d+) +(\d+) +(\d+)$", text, re.M)]

    def number(label):
        m = re.search(label + r" *= *([\d,]+)", text)
        return int(m.group(1).replace(",", ""))

    unused = int(re.search(r"^(\d+) unused pools", text, re.M).group(1))
    out = varint(len(rows))
    for size, pools, used, free in rows:
        out += varint(size // 16) + varint(pools) + varint(used) + varint(free)
    return out + varint(number("# arenas allocated total")) + varint(number("# arenas reclaimed")) + varint(unused)


def pack(raw, stderr):
    tables = [t for t in re.split(r"(?=^Small block threshold)", stderr, flags=re.M) if t.startswith("Small block")]
    out = bytearray(MAGIC)
    bases = {}                  # live arena: base -> its number
    made = 0
    handle = {}                 # live block: address -> number of its request
    count = 0
    late = []                   # arenas given back during a free: told after it
    n = {k: 0 for k in "MRFAUK"}

    def place(p):
        base = next((b for b in bases if b <= p < b + ARENA), None)
        if base is None:
            return varint(0)
        return varint(bases[base] + 1) + varint((p - base) // 16)

    records = struct.iter_unpack("=4Q", raw)
    pending = []                # arena events that belong to the request being answered
    for kind, size, into, back in records:
        k = chr(kind)
        if k in "AU" and size != ARENA:
            continue            # stack chunks of the interpreter come from there too
        n[k] += 1
        if k == "A":
            out += b"A" + struct.pack("<Q", back)
            bases[back] = made
            made += 1
        elif k == "M":
            out += b"M" + varint(size) + place(back)
            handle[back] = count
            count += 1
        elif k == "R":
            h = handle.pop(into)
            out += b"R" + varint(count - h) + varint(size) + place(back)
            handle[back] = h
        elif k == "F":
            out += b"F" + varint(count - handle.pop(into))
        elif k == "U":
            out += b"U" + varint(bases.pop(into))
        elif k == "K":
            out += b"K" + table(tables[n["K"] - 1])
    out += b"E"
    return bytes(out), n


def record(program, flags, path):
    python = os.environ.get("PYTHON311") or shutil.which("python3.11")
    if not python:
        sys.exit("record.py: needs python3.11")
    python = subprocess.run([python, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                            check=True).stdout.strip()
    with tempfile.TemporaryDirectory(prefix="pymalloc-") as place:
        lib, raw = os.path.join(place, "recorder.so"), os.path.join(place, "raw")
        subprocess.run([os.environ.get("CC", "cc"), "-O2", "-shared", "-fPIC", os.path.join(HERE, "recorder.c"),
                        "-o", lib, "-ldl"], check=True)
        env = {"PATH": os.environ.get("PATH", ""), "LD_PRELOAD": lib, "PYMALLOC_RAW": raw, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
        p = subprocess.run([python] + flags + ["-c", program], env=env, stderr=subprocess.PIPE, text=True, check=True)
        with open(raw, "rb") as f:
            data, n = pack(f.read(), p.stderr)
    with open(path, "wb") as f:
        f.write(data)
    print("%s: %d bytes; %d requests, %d reallocations, %d frees, %d arenas made, %d given back, %d tables" % (
        os.path.basename(path), len(data), n["M"], n["R"], n["F"], n["A"], n["U"], n["K"]))


def show(path):
    data = open(path, "rb").read()
    if not data.startswith(MAGIC):
        sys.exit("not a stream")
    at = len(MAGIC)

    def num():
        nonlocal at
        n = shift = 0
        while True:
            b = data[at]
            at += 1
            n |= (b & 127) << shift
            if b < 128:
                return n
            shift += 7

    def place():
        a = num()
        return "arena %d + %d" % (a - 1, num() * 16) if a else "elsewhere"

    count = 0
    while True:
        k = chr(data[at])
        at += 1
        if k == "E":
            break
        if k == "A":
            print("arena at %#x" % struct.unpack_from("<Q", data, at))
            at += 8
        elif k == "M":
            size = num()
            print("%d = malloc(%d): %s" % (count, size, place()))
            count += 1
        elif k == "R":
            h = count - num()
            size = num()
            print("realloc(%d, %d): %s" % (h, size, place()))
        elif k == "F":
            print("free(%d)" % (count - num()))
        elif k == "U":
            print("arena %d given back" % num())
        elif k == "K":
            rows = [(num() * 16, num(), num(), num()) for _ in range(num())]
            print("table: arenas total %d, reclaimed %d, unused pools %d" % (num(), num(), num()), rows)
        else:
            sys.exit("bad record %r at %d" % (k, at - 1))


def main(argv):
    if len(argv) == 2 and argv[0] == "startup":
        record(STARTUP, ["-s"], argv[1])
    elif len(argv) == 2 and argv[0] == "churn":
        record(CHURN, ["-I", "-S"], argv[1])
    elif len(argv) == 2 and argv[0] == "show":
        show(argv[1])
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

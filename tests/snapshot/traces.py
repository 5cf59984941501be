"""What a snapshot says, against what this very program knows about its objects; and that taking it changes nothing.

    python3 traces.py SNAPSHOT.PY HEAPLOUPE"""
import code
import contextlib
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import weakref

SNAPSHOT, HEAPLOUPE = sys.argv[1:]
with open(SNAPSHOT) as file:
    TEXT = file.read()
exec(compile(TEXT, SNAPSHOT, "exec"))
FOLDER = tempfile.mkdtemp()
PATH = os.path.join(FOLDER, "heap.jsonl")


class Plain:
    def __init__(self):
        self.first = []
        self.number = 17
        self.second = {"key": self.first, 5: [self.first]}


class Slots:
    __slots__ = ("left", "right")


class Evil:
    """Whatever is asked of it is an error."""
    def fail(self, *words):
        called.append(1)
        raise AssertionError("code of the program ran")
    __getattribute__ = __setattr__ = __repr__ = __str__ = __eq__ = __hash__ = __len__ = __iter__ = __bool__ = __call__ = fail
    __sizeof__ = __dir__ = __reduce_ex__ = __get__ = __contains__ = __getitem__ = __index__ = fail


class EvilKey:
    """A key that was good while it was put in."""
    def __hash__(self):
        called.append(1)
        return 1

    def __eq__(self, other):
        called.append(1)
        return False


class EvilDict(dict):
    __iter__ = __len__ = __getitem__ = keys = values = items = __bool__ = __eq__ = Evil.fail


class EvilType(type):
    __getattribute__ = __instancecheck__ = __subclasscheck__ = __eq__ = __hash__ = __repr__ = Evil.fail


called = []


def ids():
    """address: id in the trace"""
    with open(PATH) as file:
        next(file)
        return {int(thing["x-address"], 16): str(thing["id"]) for thing in json.loads(next(file))["objects"] if "x-address" in thing}


def run(*ops):
    with open(PATH, "a") as file:
        for op in ops:
            file.write(json.dumps(op) + "\n")
    result = subprocess.run([HEAPLOUPE, "run", PATH], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert result.returncode == 0, result.stdout.decode()


def says_what_is_true():
    local = [Plain()]
    plain = local[0]
    slots = Slots()
    slots.left, slots.right = plain.first, (plain, 1, slots)
    heaploupe_snapshot(PATH, addresses=True)
    name = {key: ids()[id(value)] for key, value in dict(
        plain=plain, first=plain.first, second=plain.second, inner=plain.second[5], local=local, slots=slots, pair=slots.right).items()}
    attributes = name["plain"]
    if sys.version_info < (3, 11):
        attributes = ids()[id(plain.__dict__)]
    holders = {
        name["first"]: [attributes + "[first]", name["second"] + "[key]", name["inner"] + "[0]", name["slots"] + "[left]"],
        name["inner"]: [name["second"] + "[5]"],
        name["second"]: [attributes + "[second]"],
        name["plain"]: ["1.plain", name["local"] + "[0]", name["pair"] + "[0]"],
        name["pair"]: [name["slots"] + "[right]"],
        name["slots"]: ["1.slots", name["pair"] + "[2]"],
        name["local"]: ["1.local"]}
    run({"op": "expect", "holders": holders, "refcount": {key: len(texts) for key, texts in holders.items()},
         "tracked": {key: True for key in holders}})


def changes_nothing():
    gc.collect()
    garbage = Plain()
    garbage.itself = garbage
    del garbage
    modules, threshold = set(sys.modules), gc.get_threshold()
    before = list(map(id, gc.get_objects()))
    heaploupe_snapshot(PATH)
    after = list(map(id, gc.get_objects()))
    assert set(sys.modules) == modules and gc.get_threshold() == threshold and gc.isenabled()
    lost, new = set(before) - set(after), set(after) - set(before)
    assert not lost and len(new) <= 2, (len(lost), len(new))     # the lists of this test
    counts = {1: 0, 2: 0}
    for turn in counts:
        gc.collect()
        garbage = [Plain() for _ in range(10)]
        for thing in garbage:
            thing.itself = thing
        del garbage, thing
        if turn == 2:
            heaploupe_snapshot(PATH)
        counts[turn] = gc.collect()
    assert counts[1] == counts[2], counts
    assert not [name for name in os.listdir(FOLDER) if name.endswith(".part")]


def repeats_itself():
    first = heaploupe_snapshot(PATH)
    second = heaploupe_snapshot(PATH)
    assert first == second, (first, second)


def runs_no_code_of_the_program():
    evil = object.__new__(Evil)
    cls = EvilType.__new__(EvilType, "Made", (), {"x": evil})
    thing = type.__call__(cls)
    key = EvilKey()
    kept = [evil, {key: evil, "": evil, (key, 1): 1}, {key}, EvilDict(a=evil), cls, thing, {"k": evil}, {1: evil}, (evil,), weakref.ref(thing), property(Evil.fail)]
    del called[:]
    heaploupe_snapshot(PATH)
    assert not called and kept
    run()


def leaves_itself_out():
    heaploupe_snapshot(PATH, addresses=True)
    assert id(heaploupe_snapshot) not in ids()


def can_be_pasted():
    console = code.InteractiveConsole({"__name__": "service"})
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        for line in TEXT.split("\n") + ["", "heaploupe_snapshot(%r)" % PATH]:
            console.push(line)
    assert output.getvalue().strip().split("\n")[-1].isdigit() and "Error" not in output.getvalue(), output.getvalue()[-500:]
    run()


def works_beside_busy_threads():
    stop = threading.Event()
    shared = {}

    def work(number):
        turn = 0
        while not stop.is_set():
            turn += 1
            mine = shared.setdefault(number, {})
            mine[turn % 50] = Plain()
            mine[turn % 50].other = shared.get((number + 1) % 3)
            [].append(mine.pop((turn + 7) % 50, None))
    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            heaploupe_snapshot(PATH)
            run({"op": "collect"})
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def fails_cleanly():
    try:
        heaploupe_snapshot(os.path.join(FOLDER, "absent", "heap.jsonl"))
    except OSError:
        pass
    else:
        raise AssertionError("no error")
    assert gc.isenabled()


def writes_frozen_objects():
    kept = [Plain()]
    gc.freeze()
    try:
        heaploupe_snapshot(PATH, addresses=True)
        known = ids()
        run({"op": "expect", "tracked": {known[id(kept[0])]: False, known[id(kept[0].first)]: False}} if id(kept[0]) in known else
            {"op": "expect", "alive": []})
    finally:
        gc.unfreeze()


for test in (says_what_is_true, changes_nothing, repeats_itself, runs_no_code_of_the_program, leaves_itself_out, can_be_pasted,
             works_beside_busy_threads, fails_cleanly, writes_frozen_objects):
    print(test.__name__, flush=True)
    test()

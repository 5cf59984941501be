#!/usr/bin/env python3
"""heaploupe_record: runs a Python program and writes what its memory did as a trace for heaploupe.

    python3 heaploupe_record.py [-o FILE] [options] SCRIPT [ARG ...]
    python3 heaploupe_record.py [-o FILE] [options] -c CODE [ARG ...]
    python3 heaploupe_record.py --snapshot [-o FILE] SCRIPT [ARG ...]     see heaploupe_snapshot.py

One file, standard library only, CPython 3.8 to 3.13.

The idea: before every line of the program's own files the recorder *looks* at all objects that the program's names
reach (Camera), compares them with a *shadow* of what the trace has said so far (Shadow), and writes the difference as ops
(Recorder). Real reference counts that the named holders do not explain become pins. It never calls code of the program: containers are
read by the methods of the built-in types, attributes where the interpreter keeps them.

What it cannot see it does not tell: objects that live and die within one line, holders inside C code (they are
pins), the order of deaths within a line.
"""
import sys
if __name__ == "__main__" and (sys.argv[1:2] == ["--snapshot"] or sys.argv[1:2] == ["-o"] and sys.argv[3:4] == ["--snapshot"]):
    if "heaploupe_run_bare" not in globals():          # by hand: it stands beside this file
        with open(__file__.rpartition("/")[0] + "/heaploupe_snapshot.py" if "/" in __file__ else "heaploupe_snapshot.py") as beside:
            exec(compile(beside.read(), __file__, "exec"), globals())
    heaploupe_run_bare(sys.argv[1:])                   # nothing of what follows is in the program's heap
import gc
if __name__ == "__main__":
    gc.disable()
    gc.freeze()
import _collections
import _functools
import _thread
import _weakref
import builtins
import io
import json
import os
import sys
import types
from _weakref import ref as reference_to
from itertools import islice, repeat
from opcode import opmap
from operator import attrgetter

VERSION = sys.version_info[:2]
EMPTY = ()
MODULE_NAMES_SKIPPED = frozenset(("__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__",
                                  "__file__", "__cached__"))
HEAP_TYPE = 1 << 9
HAVE_GC = 1 << 14
MANAGED_DICT = 1 << 4             # 3.11 and later: attributes in front of the instance or behind it
IMMORTAL = 900000000               # counts of 3.11's static objects are near 10**9, of later immortals above

mro_of = type.__dict__["__mro__"].__get__
namespace_of = type.__dict__["__dict__"].__get__
name_of = type.__dict__["__name__"].__get__
basicsize_of = type.__dict__["__basicsize__"].__get__
itemsize_of = type.__dict__["__itemsize__"].__get__
weakrefoffset_of = type.__dict__["__weakrefoffset__"].__get__
dictoffset_of = type.__dict__["__dictoffset__"].__get__
flags_of = type.__dict__["__flags__"].__get__
module_of = type.__dict__["__module__"].__get__
get_referents = gc.get_referents
getrefcount = sys.getrefcount


# ---- where the interpreter keeps things ---------------------------------------------------------------------------------------

def frame_of(generator):
    return GENERATORS[id(type(generator))][1](generator)


def probes():
    """(function, generator that was started or not) of every kind."""
    def plain(value):
        yield value

    async def coroutine(value):
        return value

    async def both(value):
        yield value
    first = plain(1)
    next(first)
    return (plain, first), (plain, plain(2)), (coroutine, coroutine(3)), (both, both(4))


OPTIMIZED = 1                     # code whose variables are no dict
GENERATOR_CODE = 0x20 | 0x80 | 0x200
GENERATORS = {id(cls): (kind, cls.__dict__[frame].__get__, cls.__dict__[code].__get__) for cls, kind, frame, code in (
    (types.GeneratorType, "generator", "gi_frame", "gi_code"), (types.CoroutineType, "coroutine", "cr_frame", "cr_code"),
    (types.AsyncGeneratorType, "generator", "ag_frame", "ag_code"))}


class Peek:
    """Reads local variables and attributes where the interpreter stores them, without making dicts of them.

    Offsets are those of 64-bit release builds; `checked` tells whether they hold here. Where they do not, local variables
    come from f_locals and attributes get no names."""

    def __init__(self):
        self.checked = self.generators = False
        self.generator_at = 0      # up to 3.10: of the generator's address in its frame; later: of the frame in its generator
        self.function_at = None    # 3.11 and later: of the function in a frame
        try:
            import ctypes
            self.cell = ctypes.c_void_p
            self.address_of = ctypes.addressof
            self.word = ctypes.c_void_p.from_address
            self.long = ctypes.c_ssize_t.from_address
            self.byte = ctypes.c_ubyte.from_address
            self.object = ctypes.py_object.from_address
            self.checked = sys.maxsize > 2 ** 32 and not hasattr(sys, "gettotalrefcount") and self._check()
            self.generators = self.checked and all(self._check_generator(*probe) for probe in probes())
        except Exception:
            pass

    def _check(self):
        class Probe:
            pass
        probe = Probe()
        probe.first = probe
        probe.second = self
        found, namespace = self.attributes(probe, Probe)
        if VERSION <= (3, 10):
            return type(namespace) is dict and self._check_frame(1, sys._getframe())
        good = [name for name, _ in found] == ["first", "second"] and found[1][1] is self and namespace is None
        probe.__dict__
        good = good and self.attributes(probe, Probe)[1] is probe.__dict__
        probe.__dict__.clear()
        return good and self._check_frame(1, sys._getframe())

    def _check_frame(self, value, frame):
        return dict(self.locals(sys._getframe())).get("value") is value

    def _check_generator(self, function, generator):
        """Measures where a generator and its frame find each other; they must agree about all kinds of generators."""
        frame = frame_of(generator)
        if VERSION >= (3, 11):
            start = self.word(id(frame) + 24).value
            at = start - id(generator)
            self.function_at = next((offset for offset in (0, 8, 16) if self.word(start + offset).value == id(function)), None)
        else:
            at = next((offset for offset in range(64, 160, 8) if self.word(id(frame) + offset).value == id(generator)), 0)
        good = 0 < at < 256 and self.generator_at in (0, at)
        self.generator_at = at
        good = good and self.generator_of(frame) is generator and self.suspended(generator)
        generator.aclose().close() if type(generator) is types.AsyncGeneratorType else generator.close()
        return good and (type(generator) is types.AsyncGeneratorType or not self.suspended(generator))

    def generator_of(self, frame):
        """The generator (coroutine ...) that this running frame is the frame of, or None."""
        if not frame.f_code.co_flags & GENERATOR_CODE:
            return None
        if VERSION >= (3, 11):
            address = self.word(id(frame) + 24).value - self.generator_at
        else:
            address = self.word(id(frame) + self.generator_at).value
        if not address or self.word(address + 8).value not in GENERATORS:
            return None
        cell = self.cell(address)
        generator = self.object(self.address_of(cell)).value
        return generator if frame_of(generator) is frame else None

    def suspended(self, generator):
        """Has a frame, which does not run."""
        if VERSION >= (3, 11):
            return self.byte(id(generator) + self.generator_at - 5).value >= 128
        return frame_of(generator) is not None

    def frame_inside(self, frame, generator):
        """3.11 and later: this frame object stands for the generator's frame."""
        return self.word(id(frame) + 24).value == id(generator) + self.generator_at

    def function_of(self, frame):
        """[("(function)", what a running frame holds)], 3.11 and later."""
        start = self.word(id(frame) + 24).value if self.function_at is not None else 0
        return [("(function)", self.object(start + self.function_at).value)] if start else []

    def names(self, code, start):
        """[(name, address)] of the variables of a frame whose first one is at `start`; cells stand for the variables in them."""
        if VERSION >= (3, 11):
            names = code.co_varnames + tuple(n for n in code.co_cellvars if n not in code.co_varnames) + code.co_freevars
        else:
            names = code.co_varnames + code.co_cellvars + code.co_freevars
        found = ((name, self.word(start + 8 * i).value) for i, name in enumerate(names))
        return [(name, address) for name, address in found if address]

    def frame_start(self, frame):
        if VERSION >= (3, 11):
            return self.word(id(frame) + 24).value + 72
        return id(frame) + (352 if VERSION >= (3, 10) else 360)

    def locals(self, frame):
        """[(name, object)] of a function's frame that runs."""
        cell = self.cell()
        result = []
        for name, cell.value in self.names(frame.f_code, self.frame_start(frame)):
            result.append((name, self.object(self.address_of(cell)).value))
        return result

    def locals_dict(self, frame):
        """Up to 3.10: the dict that tracing makes of the locals. Its references are not the program's."""
        if VERSION >= (3, 11) or not self.word(id(frame) + 56).value:
            return None
        return self.object(id(frame) + 56).value

    def attributes(self, thing, cls):
        """([(name, value)] kept in the object itself, its dict or None)."""
        if VERSION <= (3, 10):
            offset = dictoffset_of(cls)
            if offset <= 0 or not self.word(id(thing) + offset).value:
                return EMPTY, None
            return EMPTY, self.object(id(thing) + offset).value
        pointer = self.word(id(thing) - 24).value
        if VERSION == (3, 11):
            values = self.word(id(thing) - 32).value
        elif VERSION == (3, 12):
            values = pointer + 1 if pointer and pointer & 1 else None
            pointer = None if values else pointer
        else:
            inline = id(thing) + basicsize_of(cls)
            values = inline + 8 if flags_of(cls) & 4 and self.byte(inline + 3).value else None
        if pointer:
            return EMPTY, self.object(id(thing) - 24).value
        return (self._inline(values, cls) if values else EMPTY), None

    def kept_attributes(self, thing, cls):
        """The same for a class of any layout."""
        if not self.checked:
            return EMPTY, None
        if VERSION >= (3, 11) and flags_of(cls) & MANAGED_DICT:
            return self.attributes(thing, cls)
        return EMPTY, self.namespace(thing)

    def namespace(self, thing):
        """The dict at the place the type says, if it was made."""
        cls = type(thing)
        offset = dictoffset_of(cls)
        if offset < 0:             # from the end of what varies in size
            items = abs(self.long(id(thing) + 16).value) if self.checked else 0
            offset += (basicsize_of(cls) + items * itemsize_of(cls) + 7) // 8 * 8
        if not self.checked or offset <= 0 or not self.word(id(thing) + offset).value:
            return None
        return self.object(id(thing) + offset).value

    def _inline(self, values, cls):
        keys = self.word(id(cls) + (872 if VERSION == (3, 11) else 880)).value
        if not keys:
            return EMPTY
        entry = keys + 32 + (1 << self.byte(keys + 9).value)
        count = self.word(keys + 24).value or 0
        return [(self.object(entry + 16 * i).value, self.object(values + 8 * i).value)
                for i in range(count) if self.word(values + 8 * i).value]


# ---- looking at the program's objects -----------------------------------------------------------------------------------------

def ids_of(*classes):
    """Classes are told by id: their hash and == may be code of the program."""
    return frozenset(map(id, classes))


ATOMS = ids_of(int, float, complex, str, bytes, bool, type(None), type(Ellipsis))
LEAVES = ids_of(types.ModuleType, types.CodeType, types.MethodDescriptorType, types.WrapperDescriptorType,
                types.ClassMethodDescriptorType, type(NotImplemented))
NUMBERS = ids_of(bool, float, type(None))
DICT_SUBCLASS, EXCEPTION_SUBCLASS, TYPE_SUBCLASS = 1 << 29, 1 << 30, 1 << 31
FRAME_SLOTS = ("frame", "exception", "back", "trace")  # of a generator or frame object, not names
SEQUENCES = ("list", "tuple", "deque")     # kinds whose slots are numbers
ITERATORS = ids_of(*(type(iter(thing)) for thing in ([], (), {}, {}.values(), set())), type(reversed([])))


def getters(cls, **names):
    """[(slot, reads it from an instance)]: descriptors of the built-in class itself, whatever a subclass defines."""
    return tuple((slot, cls.__dict__[attribute].__get__) for slot, attribute in names.items())


FIXED = {id(cls): (kind, slots) for cls, kind, slots in (
    (slice, "slice", getters(slice, start="start", stop="stop", step="step")),
    (property, "property", getters(property, get="fget", set="fset", **{"del": "fdel"}, doc="__doc__")),
    (_functools.partial, "partial", getters(_functools.partial, function="func", args="args", keywords="keywords")),
    (types.TracebackType, "traceback", getters(types.TracebackType, next="tb_next", frame="tb_frame")))}
LRU_CACHE = _functools._lru_cache_wrapper
FUTURE_PARTS = ("_coro", "_loop", "_fut_waiter", "_result", "_exception")
EXCEPTION = getters(BaseException, args="args", traceback="__traceback__", cause="__cause__", context="__context__")


PLAIN, MAPPING = "plain", "mapping"    # shapes of instances; that of those with __slots__ is the tuple of their names
MOST_SLOTS = 200                       # that the trace format knows
INSTANCES = ("instance", "slotted", "mapping")     # kinds that the trace calls instances


class Seen:
    """What one look found at one object: children by slot (tuples of names and ids), nothing that keeps it alive."""
    # extra: address of what it belongs to: the class of an instance, the instance of a dict, the target of a weak reference
    # mark: what stays the same as long as it is the same object: the code of a generator and its frame
    # named: of a long dict none of whose slots are called otherwise because of another {address of a key: the slot}
    __slots__ = ("address", "kind", "type", "names", "ids", "keys", "extra", "mark", "gc", "count", "named")

    def __init__(self, thing, kind, names=EMPTY, ids=EMPTY, keys=EMPTY):
        self.address = id(thing)
        self.kind = kind
        self.type = type_name(thing)
        self.names = tuple(names)  # no lists: what is found where a list of the program was
        self.ids = tuple(ids)
        self.keys = keys
        self.extra = self.mark = self.named = None
        self.gc = bool(flags_of(type(thing)) & HAVE_GC)
        self.count = 0


def type_name(thing):
    return own_text(name_of(type(thing)))


def name_text(name):
    """Of a variable in a generator or frame object: not one of its own slots."""
    return slot_text(name + "'" if name in FRAME_SLOTS else "back" if name == "(back)" else name)


def is_short(thing):
    """A value whose repr runs no code of the program: a number, a text, or a tuple of a few of them."""
    if type(thing) is tuple:
        return len(thing) <= 6 and all(map(is_short, thing))
    if type(thing) is str or type(thing) is bytes:
        return len(thing) <= 40
    return type(thing) is int and thing.bit_length() < 200 or id(type(thing)) in NUMBERS


def slot_text(text):
    return own_text(printable(text))


def printable(text):
    if len(text) > 120 or not text.isprintable() or not text:
        text = ascii(text[:100])
    return text


COPIES = {}
MOST_COPIES = 100000


def own_text(text):
    """One that is equal and ours: names of the program are held no more often than by itself."""
    copy = COPIES.get(text)
    if copy is None:
        if len(COPIES) == MOST_COPIES:
            COPIES.clear()
        copy = another(text)
        COPIES[copy] = copy
    return copy


def another(text):
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")


class Camera:
    """Finds everything that some roots reach. `photos` are the objects, `seen` what was found at each, same order."""

    def __init__(self, peek, is_user_file, max_objects):
        self.peek = peek
        self.is_user_file = is_user_file
        self.max_objects = max_objects
        self.user_modules = {"__main__"}
        self.module_dicts = {}     # address of a module's dict: the module's name
        self.instance_dicts = {}   # address of an instance's dict: address of the instance; made anew by every look
        self.running = set()       # addresses of frames and generators whose names are those of a frame in the trace
        self.resumed = {}          # address of a generator (up to 3.10: of its frame): names in a frame that no trace op has resumed yet
        self.show = None           # tells the recorder the dict that tracing made of a frame's locals
        self.hidden = ()           # addresses of what the recorder put into frames
        self.overflow = False
        self.part_names = {}       # (address of a class, size of its namespace): names of the members in it; classes may die
        self.shapes = {}           # type name: what the trace says that all instances have, by name

    def is_user_class(self, cls):
        if not flags_of(cls) & HEAP_TYPE:
            return False
        module = namespace_of(cls).get("__module__")
        return type(module) is str and module in self.user_modules

    def is_plain(self, cls):
        """Instances hold attributes, their class, and nothing else."""
        for base in mro_of(cls):
            if base is object:
                continue
            slots = namespace_of(base).get("__slots__", EMPTY)     # none in ABC, Generic
            if not flags_of(base) & HEAP_TYPE or "__module__" not in namespace_of(base) or type(slots) is not tuple or slots:
                return False
        limit = 32 if VERSION <= (3, 10) else 24
        return self.peek.checked and basicsize_of(cls) <= limit and dictoffset_of(cls) != 0

    def examine(self, thing, children):
        kind = type(thing)
        if id(kind) in ATOMS:
            return self.atom(thing)
        reader = READERS.get(id(kind))
        if reader is not None:
            return reader(self, thing, children)
        if id(kind) in LEAVES or id(kind) in OWN_TYPES:
            return self.leaf(thing)
        if flags_of(kind) & TYPE_SUBCLASS:
            return self.read_class(thing, children)
        if flags_of(kind) & EXCEPTION_SUBCLASS:
            return self.read_exception(thing, children)
        if flags_of(kind) & DICT_SUBCLASS:
            return self.read_mapping(thing, children)
        if flags_of(kind) & HEAP_TYPE and self.is_plain(kind) and self.has_shape(kind, PLAIN):
            return self.read_instance(thing, children)
        if flags_of(kind) & HEAP_TYPE and self.is_slotted(kind):
            return self.read_slotted(thing, children)
        return self.read_opaque(thing, children)

    def has_shape(self, cls, shape):
        """False: another class of the same name has another one."""
        return self.shapes.setdefault(own_text(name_of(cls)), shape) == shape

    def is_slotted(self, cls):
        """Instances hold what __slots__ says, their class, and nothing else."""
        for base in mro_of(cls):
            if base is not object and not (flags_of(base) & HEAP_TYPE and "__slots__" in namespace_of(base)):
                return False
        return self.peek.checked and dictoffset_of(cls) == 0 and not itemsize_of(cls)

    def atom(self, thing):
        seen = Seen(thing, "atom")
        seen.ids = (hash(thing),)
        return seen

    def leaf(self, thing):
        return Seen(thing, "leaf")

    def read_list(self, thing, children):
        children.extend(thing)
        return Seen(thing, type_name(thing), EMPTY, map(id, children))

    def read_set(self, thing, children):
        children.extend(thing)
        return Seen(thing, type_name(thing), EMPTY, map(id, children))

    def read_dict(self, thing, children):
        seen = Seen(thing, "dict")
        self.read_items(thing, children, seen, MODULE_NAMES_SKIPPED if id(thing) in self.module_dicts else EMPTY)
        children.extend(key for key in dict.keys(thing) if id(type(key)) not in ATOMS) if seen.keys else None
        return seen

    def read_items(self, thing, children, seen, skipped=EMPTY):
        """Of a dict or an instance of a subclass."""
        names, keys, named = [], [], {}
        taken, plain = {}, True    # slot: how many keys would be called that
        for key, value in list(dict.items(thing)):
            if type(key) is str and key in skipped:
                continue
            name = wanted = self.key_name(key)
            while name in taken:
                plain = False
                taken[wanted] += 1
                name = "%s'" % wanted if taken[wanted] == 2 else "%s'%d" % (wanted, taken[wanted])
            taken[name] = 1
            named[id(key)] = name
            names.append(name)
            children.append(value)
            keys.append(0 if id(type(key)) in ATOMS else id(key))
        seen.names, seen.ids, seen.keys = tuple(names), tuple(map(id, children)), tuple(keys) if any(keys) else EMPTY
        seen.named = named if len(named) >= LONG and plain else None

    def read_mapping(self, thing, children):
        """An instance of a subclass of dict: its items, and what else it holds in slots that begin with a dot."""
        cls = type(thing)
        seen = Seen(thing, "mapping")
        self.read_items(thing, children, seen)
        keys = [key for key in dict.keys(thing) if id(type(key)) not in ATOMS] if seen.keys else []
        taken = set(seen.names)
        pairs = self.beside_items(thing, cls)
        if issubclass_static(cls, _collections.OrderedDict):   # its own list of the keys
            pairs += [(".key " + name, key) for name, key in zip([n for n, k in zip(seen.names, seen.keys) if k], keys)]
        for name, value in pairs:
            while name in taken:
                name += "'"
            taken.add(name)
            seen.names += name,
            seen.ids += id(value),
            children.append(value)
        _, rest = sort_out(get_referents(thing), list(zip(seen.names, children)))
        keys_ = set(map(id, keys))
        odd = [ref for ref in rest if ref is not cls and id(type(ref)) not in ATOMS and id(ref) not in keys_]
        if odd or not flags_of(cls) & HAVE_GC or not self.has_shape(cls, MAPPING):
            children.clear()
            return self.read_opaque(thing, children)
        children.extend(keys)
        if self.is_user_class(cls):
            children.append(cls)
            seen.extra = id(cls)
        return seen

    def beside_items(self, thing, cls):
        """[(slot, object)]: attributes of an instance of a subclass of dict."""
        attributes, namespace = self.peek.kept_attributes(thing, cls)
        pairs = [("." + slot_text(name), value) for name, value in attributes]
        if namespace is not None:
            pairs.append((".__dict__", namespace))
        for name, get in self.parts(cls):
            try:
                pairs.append(("." + slot_text(name), get(thing)))
            except AttributeError:
                pass
        return [(name, value) for name, value in pairs if value is not None]

    def read_slotted(self, thing, children):
        cls = type(thing)
        pairs, names = [], []
        for name, get in self.parts(cls):
            names.append(slot_text(name))
            try:
                pairs.append((names[-1], get(thing)))
            except AttributeError:
                pass
        if len(names) > MOST_SLOTS or len(set(names)) < len(names) or not self.has_shape(cls, tuple(sorted(names))):
            return self.read_opaque(thing, children)
        return self.read_slots(thing, children, "slotted", pairs)

    def key_name(self, key):
        if type(key) is str:       # a copy: the program's own is held no more often
            return another(printable(key))
        if type(key) is int and key.bit_length() < 200 or id(type(key)) in NUMBERS:
            return repr(key)
        if type(key) is bytes:
            return repr(key[:60])
        if type(key) is tuple and is_short(key):
            return printable(repr(key))
        return "key of type " + slot_text(type_name(key))

    def read_instance(self, thing, children):
        cls = type(thing)
        attributes, namespace = self.peek.attributes(thing, cls)
        names = [slot_text(name) for name, _ in attributes]
        children.extend(value for _, value in attributes)
        if namespace is not None:
            if type(namespace) is not dict:
                return self.read_opaque(thing, children)
            if VERSION >= (3, 11) or namespace:
                self.instance_dicts[id(namespace)] = id(thing)
                names.append("__dict__")
                children.append(namespace)
        seen = Seen(thing, "instance", names, map(id, children))
        children.append(cls)
        seen.extra = id(cls)
        return seen

    def read_function(self, thing, children):
        if not self.is_user_file(thing.__code__.co_filename):
            return self.leaf(thing)
        refs = get_referents(thing)
        names = []
        special = (("globals", thing.__globals__), ("defaults", thing.__defaults__),
                   ("kwdefaults", thing.__kwdefaults__), ("closure", thing.__closure__))
        known = {id(thing.__globals__), id(thing.__globals__.get("__builtins__")), id(thing.__kwdefaults__)}
        for name, value in special:
            if value is not None and (name != "globals" or id(value) in self.module_dicts):
                names.append(name)
                children.append(value)
        annotated = [ref for ref in refs if type(ref) is dict and id(ref) not in known and ref is not builtins.__dict__]
        for slot, value in zip(("dict", "annotations") if len(annotated) > 1 else ("dict",), annotated[:2]):
            names.append(slot)
            children.append(value)
        return Seen(thing, "function", names, map(id, children))

    def read_cell(self, thing, children):
        children.extend(get_referents(thing))
        return Seen(thing, "cell", ("contents",)[:len(children)], map(id, children))

    def read_method(self, thing, children):
        children.extend((thing.__func__, thing.__self__))
        return Seen(thing, "method", ("function", "self"), map(id, children))

    def read_builtin(self, thing, children):
        if thing.__self__ is None or type(thing.__self__) is types.ModuleType or flags_of(type(thing.__self__)) & TYPE_SUBCLASS:
            return self.leaf(thing)
        return self.read_slots(thing, children, "builtin_function", [("self", thing.__self__)])

    def read_fixed(self, thing, children):
        kind, slots = FIXED[id(type(thing))]
        pairs = [(slot, get(thing)) for slot, get in slots]
        namespace = self.peek.namespace(thing)
        return self.read_slots(thing, children, kind, pairs + [("dict", namespace)] if kind == "partial" else pairs)

    def read_exception(self, thing, children):
        pairs = [(slot, get(thing)) for slot, get in EXCEPTION]
        return self.read_slots(thing, children, "exception", [("dict", self.peek.namespace(thing))] + pairs)

    def read_iterator(self, thing, children):
        """Of a list, dict ...; the pair that one of items() uses again and again is left out."""
        return self.read_slots(thing, children, "iterator", [("target", ref) for ref in get_referents(thing)[:1]],
                               lambda ref: type(ref) is tuple)

    def read_weakref(self, thing, children):
        target, callback = thing(), thing.__callback__
        if callback is not None:
            children.append(callback)
        seen = Seen(thing, "weakref", ("callback",)[:len(children)], map(id, children))
        seen.type = "weakref"      # its name differs between versions
        if target is not None:
            children.append(target)
            seen.extra = id(target)
        return seen

    def read_slots(self, thing, children, kind, pairs, left_out=lambda ref: False):
        """A kind with slots of fixed names, if these are what the collector sees; else opaque. Numbers and texts that the kind has
        no slot for are left out, and classes that never die."""
        refs = get_referents(thing)
        named, rest = sort_out(refs, pairs)
        cls = type(thing)
        own_class = cls if self.is_user_class(cls) else None
        odd = [ref for ref in rest if ref is not cls and id(type(ref)) not in ATOMS and not left_out(ref)]
        missing = sum(value is not None for _, value in pairs) > sum(value is not None for _, value in named)
        if odd or missing:
            return self.read_opaque(thing, children)
        children.extend(value for _, value in named)
        seen = Seen(thing, kind, [name for name, _ in named], map(id, children))
        if own_class is not None:
            children.append(own_class)
            seen.extra = id(own_class)
        return seen

    def read_descriptor(self, thing, children):
        return self.read_opaque(thing, children) if self.is_user_class(thing.__objclass__) else self.leaf(thing)

    def read_class(self, thing, children):
        if not self.is_user_class(thing):
            return self.leaf(thing)
        names = []
        mro, bases = mro_of(thing), type.__dict__["__bases__"].__get__(thing)
        base = type.__dict__["__base__"].__get__(thing)
        for child in get_referents(thing):
            name = ("mro" if child is mro else "bases" if child is bases else "base" if child is base
                    else "dict" if type(child) is dict and "dict" not in names else None)
            if name is None or name in names:
                continue
            names.append(name)
            children.append(child)
        return Seen(thing, "type", names, map(id, children))

    def read_generator(self, thing, children):
        """The names of a suspended one are slots; while it runs they are its frame's. Up to 3.10 the frame is an object of its own."""
        kind, get_frame, get_code = GENERATORS[id(type(thing))]
        if not self.peek.generators:
            return self.read_opaque(thing, children) if not thing_runs(thing) else Seen(thing, "opaque")
        names = []
        if VERSION <= (3, 10):
            frame = get_frame(thing)
            if frame is not None:
                names.append("frame")
                children.append(frame)
        elif id(thing) in self.resumed:
            names = self.add_names(self.resumed[id(thing)], children)
        elif id(thing) not in self.running and self.peek.suspended(thing):
            names = self.add_names(self.frame_slots(get_referents(thing), get_code(thing), id(thing) + self.peek.generator_at + 72,
                                                    self.generator_parts(thing)), children)
        seen = Seen(thing, kind, names, map(id, children))
        seen.mark = id(get_code(thing))
        return seen

    def generator_parts(self, generator):
        """Addresses of what is no slot: its texts, and the frame object that tracing makes of its frame."""
        return [id(generator.__name__), id(generator.__qualname__)] + [
            id(ref) for ref in get_referents(generator) if type(ref) is types.FrameType and self.peek.frame_inside(ref, generator)]

    def add_names(self, pairs, children):
        children.extend(value for _, value in pairs)
        return [name_text(name) for name, _ in pairs]

    def frame_slots(self, refs, code, start, skipped):
        """[(slot, object)]: what the collector sees of a frame, its variables by name; without what never dies and what is ours."""
        by_address = {id(ref): ref for ref in refs}
        named, rest = sort_out(refs, [(name, by_address[address]) for name, address in self.peek.names(code, start)
                                      if address in by_address])
        depth = 0
        for ref in rest:
            if id(ref) in skipped or id(ref) in self.hidden or ref is code or type(ref) is types.CodeType:
                continue
            if type(ref) is types.FunctionType and ref.__code__ is code:
                named.append(("(function)", ref))
            elif type(ref) is types.FrameType:
                named.append(("(back)", ref))
            elif type(ref) is dict and id(ref) in self.module_dicts:
                named.append(("(globals)", ref))
            else:
                named.append(("(stack %d)" % depth, ref))
                depth += 1
        return named

    def read_frame(self, thing, children):
        peek = self.peek
        seen = Seen(thing, "frame")
        seen.mark = id(thing.f_code)
        generator = peek.generator_of(thing) if peek.generators and VERSION <= (3, 10) else None
        if id(thing) in self.resumed:
            seen.names = tuple(self.add_names(self.resumed[id(thing)], children))
        elif id(thing) not in self.running and peek.checked:
            start = self.peek.frame_start(thing)
            pairs = self.frame_slots(get_referents(thing), thing.f_code, start, self.frame_parts(thing))
            seen.names = tuple(self.add_names(pairs, children))
        seen.ids = tuple(map(id, children))
        if generator is not None:
            children.append(generator)
            seen.extra = id(generator)
        return seen

    def frame_parts(self, frame):
        """Addresses of what is no slot: the interpreter's, a library's, and the dict that tracing makes of the locals."""
        parts = [id(builtins.__dict__)]
        if id(frame.f_globals) not in self.module_dicts:
            parts.append(id(frame.f_globals))
        shown = self.peek.locals_dict(frame)
        if shown is not None and frame.f_code.co_flags & OPTIMIZED:
            parts.append(id(shown))
            self.show(id(frame), tuple(map(id, shown.values())))
        return parts

    def read_opaque(self, thing, children):
        """Everything else: its references in the order the collector sees them; names where they can be had."""
        cls = type(thing)
        keeps_class = self.is_user_class(cls)
        refs = [ref for ref in get_referents(thing) if keeps_class or ref is not cls]
        named = self.names_inside(thing, cls)
        names = []
        for number, ref in enumerate(refs):
            label = named.get(id(ref))
            names.append(label.pop(0) if label else "class" if ref is cls else str(number))
        taken = set()
        for i, name in enumerate(names):
            while name in taken:
                name += "'"
            taken.add(name)
            names[i] = name
        children.extend(refs)
        return Seen(thing, "opaque", names, map(id, refs))

    def names_inside(self, thing, cls):
        """{id of a value: its names}: attributes, items, what a built-in type calls its parts."""
        named = {}

        def add(name, value):
            named.setdefault(id(value), []).append(slot_text(name))
        attributes, namespace = self.peek.kept_attributes(thing, cls)
        for name, value in attributes:
            add(name, value)
        if namespace is not None:
            add("dict", namespace)
        if cls is LRU_CACHE:
            for name, value in self.cached_calls(thing):
                add(name, value)
        for name, get in self.parts(cls):
            try:
                add(name, get(thing))
            except AttributeError:
                pass
        fields = (namespace_of(cls) or {}).get("_fields") if issubclass_static(cls, tuple) else None
        for name, value in zip(fields, tuple.__iter__(thing)) if type(fields) is tuple else EMPTY:
            add(name if type(name) is str else "field", value)
        if issubclass_static(cls, dict):
            for key, value in list(dict.items(thing)):
                add(key if type(key) is str else self.key_name(key), value)
                if id(type(key)) not in ATOMS:
                    add("key of type " + type_name(key), key)
        for base in (list, tuple, _collections.deque, set, frozenset):
            if issubclass_static(cls, base):
                for number, value in enumerate(list(base.__iter__(thing))):
                    add(str(number), value)
        return named

    def parts(self, cls):
        """(name, reader) of what C code or __slots__ keep in instances."""
        for base in mro_of(cls) or EMPTY:
            namespace = namespace_of(base) or {}   # a static type that nobody has used yet has none
            names = self.part_names.get((id(base), len(namespace)))
            if names is None:
                names = self.part_names[id(base), len(namespace)] = tuple(
                    own_text(name) for name, member in namespace.items() if type(member) is types.MemberDescriptorType)
            for name in names:
                member = namespace.get(name)
                if type(member) is types.MemberDescriptorType:
                    yield name, member.__get__
        if flags_of(cls) & EXCEPTION_SUBCLASS:
            yield from EXCEPTION
        for base in mro_of(cls) or EMPTY:
            if name_of(base) in ("Task", "Future") and module_of(base) == "_asyncio":
                for name in FUTURE_PARTS:
                    if name in namespace_of(base):
                        yield name, namespace_of(base)[name].__get__

    def cached_calls(self, thing):
        """What functools.lru_cache remembers, a key and a result a call."""
        parts = [ref for ref in get_referents(thing) if type(ref) is not type]
        keys = [ref for ref in parts if type(ref) is tuple or issubclass_static(type(ref), list)]
        tables = [ref for ref in parts if type(ref) is dict and ref is not self.peek.namespace(thing)]
        return ([("cache", each) for each in tables[:1]] + [("key %d" % i, key) for i, key in enumerate(keys)]
                + [("function", ref) for ref in parts if type(ref) is types.FunctionType][:1])


def issubclass_static(cls, base):
    return any(each is base for each in mro_of(cls) or EMPTY)


def sort_out(refs, pairs):
    """(the pairs whose value is among refs, the refs that are no pair's value): each reference is taken once."""
    left = {}
    for ref in refs:
        left[id(ref)] = left.get(id(ref), 0) + 1
    named, used = [], {}
    for name, value in pairs:
        if left.get(id(value), 0) > used.get(id(value), 0):
            used[id(value)] = used.get(id(value), 0) + 1
            named.append((name, value))
    rest = []
    for ref in refs:
        if used.get(id(ref)):
            used[id(ref)] -= 1
        else:
            rest.append(ref)
    return named, rest


def thing_runs(generator):
    return any(getattr(generator, name, False) for name in ("gi_running", "cr_running", "ag_running"))


OWN_TYPES = set()
READERS = {id(kind): reader for kind, reader in (
    (list, Camera.read_list), (tuple, Camera.read_list), (set, Camera.read_set), (frozenset, Camera.read_set),
    (dict, Camera.read_dict), (_collections.deque, Camera.read_list), (types.FunctionType, Camera.read_function), (type(ids_of.__get__(0)), Camera.read_method),
    (type((lambda x: lambda: x)(0).__closure__[0]), Camera.read_cell), (types.BuiltinFunctionType, Camera.read_builtin),
    (types.GeneratorType, Camera.read_generator), (types.CoroutineType, Camera.read_generator),
    (types.AsyncGeneratorType, Camera.read_generator),
    (types.FrameType, Camera.read_frame), (type, Camera.read_class),
    (types.GetSetDescriptorType, Camera.read_descriptor), (types.MemberDescriptorType, Camera.read_descriptor))}
READERS[id(_weakref.ReferenceType)] = Camera.read_weakref
READERS.update(dict.fromkeys(FIXED, Camera.read_fixed))
READERS.update(dict.fromkeys(ITERATORS, Camera.read_iterator))


# ---- telling quickly what has not changed, and where to look -----------------------------------------------------------------

class Memory:
    """Reads what lives at an address, also where nothing lives or is mapped any more."""

    def __init__(self):
        self.checked = self.tables = False
        try:
            import ctypes

            class Piece(ctypes.Structure):
                _fields_ = [("base", ctypes.c_void_p), ("bytes", ctypes.c_size_t)]
            self.row = (ctypes.c_uint64 * ROW)()
            self.inside, self.outside = Piece(ctypes.addressof(self.row), 8 * ROW), Piece(0, 0)
            self.rows = ctypes.byref(self.inside), 1, ctypes.byref(self.outside), 1, 0
            self.words = (ctypes.c_uint64 * 2)()
            self.local, self.remote = Piece(ctypes.addressof(self.words), 16), Piece(0, 16)
            self.pieces = ctypes.byref(self.local), 1, ctypes.byref(self.remote), 1, 0
            self.read = ctypes.PyDLL(None).process_vm_readv    # no file descriptor, and no other thread runs meanwhile
            self.read.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
            self.read.restype = ctypes.c_ssize_t
            self.process = os.getpid()
            self.word = ctypes.c_size_t.from_address
            self.place = ctypes.c_void_p()
            self.object = ctypes.py_object.from_buffer(self.place)
            self.bytes = ctypes.string_at      # of what is certainly there
            self.empty_bytes = ctypes.PyDLL(None).PyBytes_FromStringAndSize
            self.empty_bytes.argtypes, self.empty_bytes.restype = [ctypes.c_void_p, ctypes.c_ssize_t], ctypes.py_object
            self.block_local, self.block_remote = Piece(0, 0), Piece(0, 0)
            self.block_pieces = ctypes.byref(self.block_local), 1, ctypes.byref(self.block_remote), 1, 0
            self.checked = (self.count(id(self), id(Memory)) > 0 and self.count(16, id(Memory)) == 0
                            and self.at(id(self)) is self)
            self.step = Step(ctypes)
            self.tables = self.checked and self.check_tables()
        except Exception:
            pass

    def check_tables(self):
        """Whether dicts and sets are laid out as it is read here."""
        things = {"k%d" % i: [i] for i in range(64)}
        good = self.check_dict(things)
        things[1] = things         # keys of other types: other entries
        del things["k7"]
        members = set(map(id, things.values()))
        members.discard(id(things["k8"]))
        keys = self.table(members).bytes
        found = [word for word, hash_ in zip(self.words_in(keys)[::2], self.words_in(keys)[1::2]) if word and hash_ != NO_HASH]
        place = [word for word in self.words_in(keys)[::2]].index(found[2])
        return (good and self.check_dict(things) and found == list(map(id, members))
                and self.step.members(members, place, 1) == list(members)[2:3])

    def check_dict(self, things):
        raw = self.entries(things, None)
        words, items = self.words_in(raw.bytes), raw.width // 8
        pairs = [(key, value) for key, value in zip(words[items - 2::items], words[items - 1::items]) if value]
        return (raw.count == len(things) and pairs == [(id(key), id(value)) for key, value in things.items()]
                and self.step.items(things, raw.length() - 2, 2) == list(things.items())[-2:])

    def load(self, address, number):
        """Words from there on."""
        self.outside.base, self.outside.bytes = address, 8 * number
        return self.row[:number] if self.read(self.process, *self.rows) == 8 * number else [0] * number

    def block(self, address, size):
        """What lies there, read at once; None when nothing is mapped there any more."""
        data = self.empty_bytes(None, size)
        self.block_local.base, self.block_local.bytes = id(data) + BYTES_HEAD, size
        self.block_remote.base, self.block_remote.bytes = address, size
        return data if size == 0 or self.read(self.process, *self.block_pieces) == size else None

    def words_in(self, data):
        return memoryview(data).cast("Q").tolist()

    def entries(self, thing, old):
        """The Raw of a dict whose entries are its own; `old` if nothing has changed since."""
        head = self.load(id(thing) + 16, 4)
        count, tag, keys, values = head
        if VERSION <= (3, 11) and old is not None and tag == old.tag and count == old.count:
            return old
        if values:
            return None
        if VERSION >= (3, 11):
            _, layout, _, length = self.load(keys, 4)
            start, width = keys + 32 + (1 << (layout >> 8 & 255)), 16 if layout >> 16 & 255 else 24
        else:
            _, size, _, _, length = self.load(keys, 5)
            start, width = keys + 40 + size * (1 if size <= 0xff else 2 if size <= 0xffff else 4), 24
        return self.raw(thing, head, start, width, length, old)

    def table(self, thing, old=None):
        """The Raw of a set."""
        head = self.load(id(thing) + 16, 4)
        return self.raw(thing, [head[1], None], head[3], 16, head[2] + 1, old, head)

    def raw(self, thing, head, start, width, length, old, again=None):
        data = self.block(start, width * length)
        if data is None or self.load(id(thing) + 16, 4) != (again or head):
            return None            # another thread has changed it meanwhile
        if old is not None and width == old.width and data == old.bytes:
            old.count, old.tag = head[:2]
            return old
        return Raw(data, width, head[0], head[1])

    def count(self, address, kind):
        """Of the object of this type there: its reference count, or 0 when there is none."""
        if not self.fetch(address) or self.words[1] != kind:
            return 0
        count = self.words[0]
        return count if count < MANY else 0        # a free block begins with a pointer

    def lives(self, shade):
        """The same for what something holds that lives and is as the trace has it: only another thread can have ended it. But of an
        instance that got another dict the trace keeps the old one."""
        if shade.owner is not None or _thread._count():
            return self.count(shade.address, shade.type_address)
        return self.word(shade.address + 8).value == shade.type_address and self.word(shade.address).value

    def linked(self, address):
        """Whether the object is in a list of the collector, its neighbours agreeing; None: in none, False: nothing lives there."""
        head = address - 16
        if not self.fetch(head):
            return False
        after, before = self.words[0] & -4, self.words[1] & -4
        if not after:
            return None
        return (self.fetch(after) and self.words[1] & -4 == head and self.fetch(before) and self.words[0] & -4 == head)

    def fetch(self, address):
        self.remote.base = address
        return self.read(self.process, *self.pieces) == 16

    def holds(self, address, items):
        """Whether the tuple there has these: where one was resized stays a copy that looks alive and lacks some."""
        wanted = [len(items), *items]
        for start in range(0, len(wanted), ROW):
            part = wanted[start:start + ROW]
            self.outside.base, self.outside.bytes = address + 16 + 8 * start, 8 * len(part)
            if self.read(self.process, *self.rows) != 8 * len(part) or self.row[:len(part)] != part:
                return False
        return True

    def at(self, address):
        """The living object there."""
        self.place.value = address
        return self.object.value


class Raw:
    """The entries of a long dict or set as they lie in memory: hash, key, value, or key, value; of a set key, hash."""
    __slots__ = ("bytes", "width", "count", "tag")

    def __init__(self, data, width, count, tag):
        self.bytes = data
        self.width = width         # of an entry, in bytes
        self.count = count         # of members
        self.tag = tag             # of a dict, up to 3.11: another one after every change

    def length(self):
        return len(self.bytes) // self.width


VALUE_OF = attrgetter("value")


class Step:
    """Reads a few entries of a dict or set by their places in it. Looking for an entry and taking hold of what is in it are two
    calls of C code, with nothing between them: no other thread can take it away meanwhile."""

    def __init__(self, ctypes):
        api, cells = ctypes.PyDLL(None), (ctypes.c_ssize_t(), ctypes.py_object(), ctypes.py_object(), ctypes.c_ssize_t())
        self.place, self.key, self.value, self.hash = cells
        place, key, value, hash_ = map(ctypes.addressof, cells)
        self.null = ctypes.c_void_p.from_address(key), ctypes.c_void_p.from_address(value)
        self.calls = {}
        for kind, name, last in ((dict, "PyDict_Next", value), (set, "_PySet_NextEntry", hash_)):
            call = getattr(api, name)
            call.argtypes, call.restype = [ctypes.py_object] + [ctypes.c_void_p] * 3, ctypes.c_int
            self.calls[kind] = lambda thing, call=call, last=last: map(call, repeat(thing), repeat(place), repeat(key), repeat(last))

    def items(self, thing, place, number):
        """The items of a dict from there on."""
        return [(key, value) for _, key, value in self.read(dict, thing, place, number, (self.key, self.value))]

    def members(self, thing, place, number):
        """The members of a set from there on."""
        return [key for _, key in self.read(set, thing, place, number, (self.key,))]

    def read(self, kind, thing, place, number, cells):
        self.place.value = place
        try:
            found = list(islice(zip(self.calls[kind](thing), *(map(VALUE_OF, repeat(cell)) for cell in cells)), number))
        except ValueError:         # nothing there
            found = []
        for cell in self.null:
            cell.value = None
        return [each for each in found if each[0]]


def print_list(memory, thing, old):
    """The addresses in it, as bytes once it is long."""
    size = len(thing)
    if size < LONG or not memory.checked:
        return tuple(map(id, thing))
    head = memory.load(id(thing) + 16, 2)
    data = memory.block(head[1], 8 * head[0])
    return data if memory.load(id(thing) + 16, 2) == head else None


def print_tuple(memory, thing, old):
    return memory.bytes(id(thing) + 24, 8 * len(thing)) if len(thing) >= LONG and memory.checked else tuple(map(id, thing))


def print_items(memory, thing, old):
    return tuple(map(id, thing))


def print_set(memory, thing, old):
    if len(thing) >= LONG and memory.tables:
        return memory.table(thing, old if type(old) is Raw else None)
    return tuple(map(id, thing))


def print_dict(memory, thing, old):
    """Also of an instance of a subclass, by no method of it."""
    raw = memory.entries(thing, old if type(old) is Raw else None) if dict.__len__(thing) >= LONG and memory.tables else None
    return raw or (tuple(map(id, dict.keys(thing))), tuple(map(id, dict.values(thing))))


def print_references(memory, thing, old):
    return tuple(map(id, get_referents(thing)))


def print_value(memory, thing, old):
    return hash(thing)


def print_instance(peek, memory, thing):
    """The place of its dict, or the values kept in the object itself."""
    if VERSION <= (3, 10):
        refs = get_referents(thing)
        return tuple(map(id, refs)) + (bool(refs) and type(refs[0]) is dict and bool(refs[0]),)
    word, cls = peek.word, id(type(thing))
    pointer = word(id(thing) - 24).value
    if VERSION == (3, 11):
        values = None if pointer else word(id(thing) - 32).value
    elif VERSION == (3, 12):
        values = pointer + 1 if pointer and pointer & 1 else None
    else:
        inline = id(thing) + basicsize_of(type(thing))
        values = inline + 8 if not pointer and flags_of(type(thing)) & 4 and peek.byte(inline + 3).value else None
    keys = values and word(cls + (872 if VERSION == (3, 11) else 880)).value
    return memory.bytes(values, 8 * (word(keys + 24).value or 0)) if keys else pointer


LONG = 32
ROW = 64                  # words read at once
NO_HASH = (1 << 64) - 1   # of what a set keeps where a member was
BYTES_HEAD = 32           # of a bytes object, before its data
MANY = 1 << 30            # references; more are an address, or an immortal's
UNLINKED = ("tuple", "dict", "frame", "frozenset", "opaque", "leaf", "type")  # kinds whose living objects may be in no list of the collector
PRINTS = {id(list): print_list, id(tuple): print_tuple, id(set): print_set, id(frozenset): print_items, id(dict): print_dict,
          id(types.FunctionType): print_references, id(types.BuiltinFunctionType): print_references,
          id(type(ids_of.__get__(0))): print_references, id(type): print_references,
          id(type((lambda x: lambda: x)(0).__closure__[0])): print_references}
PRINTS.update(dict.fromkeys(ATOMS, print_value))


def splice(old, new, width=0):
    """(start, how many go, how many come): where two prints of a list differ."""
    if type(old) is not type(new):
        return None
    width = width or (8 if type(new) is bytes else 1)
    shorter = min(len(old), len(new)) // width
    start = same_length(old, new, shorter, width, False)
    end = same_length(old, new, shorter - start, width, True)
    return start, len(old) // width - start - end, len(new) // width - start - end


CHUNK = 4096


def places_changed(old, new):
    """Where two tables of a set differ that are equally long."""
    places = []
    for start in range(0, len(new), CHUNK):
        if old[start:start + CHUNK] != new[start:start + CHUNK]:
            places += [place // 16 for place in range(start, min(start + CHUNK, len(new)), 16)
                       if old[place:place + 16] != new[place:place + 16]]
    return places


def same_length(old, new, limit, width, backwards):
    """How many elements are the same from the beginning or the end, at most `limit`: by halves."""
    def part(sequence, low, high):
        size = len(sequence)
        return sequence[size - high * width:size - low * width] if backwards else sequence[low * width:high * width]
    same = 0
    step = limit
    while step:
        step = min(step, limit - same)
        if part(old, same, same + step) == part(new, same, same + step):
            same += step
            if same == limit:
                break
        else:
            step //= 2
    return same


class Mention:
    """What the code of one line speaks of."""
    __slots__ = ("names", "words", "numbers", "globals")

    def __init__(self):
        self.names = {}            # variables, in order
        self.words = set()         # attributes, constant keys
        self.numbers = {0, -1}     # constant indices
        self.globals = False       # stores some


def mentions_of(code):
    """{line: Mention}; of constants copies, so that they are held no more often."""
    import dis
    starts, line, result = dict(dis.findlinestarts(code)), code.co_firstlineno, {}
    names, variables = set(dis.hasname), set(dis.haslocal + dis.hasfree)
    for instruction in dis.get_instructions(code):
        line = starts.get(instruction.offset) or line
        mention = result.get(line)
        if mention is None:
            mention = result[line] = Mention()
        value, opname = instruction.argval, instruction.opname
        if instruction.opcode in variables:
            mention.names.update(dict.fromkeys(map(own_text, value if type(value) is tuple else (value,))))
        elif instruction.opcode in names:
            if "ATTR" in opname or "METHOD" in opname:
                mention.words.add(own_text(value))
            else:
                mention.names[own_text(value)] = None
                mention.globals = mention.globals or opname in ("STORE_GLOBAL", "DELETE_GLOBAL")
        elif type(value) is int and opname == "LOAD_CONST":
            mention.numbers.add(value + 0)
        elif type(value) is str and opname == "LOAD_CONST":
            mention.words.add(another(printable(value)))
    return result


# ---- what the trace has said so far -------------------------------------------------------------------------------------------

NO_SLOTS = {}                     # of those that have none: never written


class Shade:
    """One object of the trace. `slots`: slot to Shade (list, tuple: a list of Shades). `count`: holders in the trace."""
    __slots__ = ("id", "address", "type", "kind", "gc", "slots", "keys", "signature", "count", "pins", "alive", "immortal",
                 "made", "generation", "owner", "class_", "target", "tracked", "unsure", "started", "finished", "mark", "type_address",
                 "print", "stamp", "named")

    def __init__(self, name, seen):
        self.id = name
        self.address = seen.address
        self.type = seen.type
        self.kind = seen.kind
        self.gc = seen.gc
        self.slots = [] if seen.kind in SEQUENCES else {} if seen.kind != "atom" else NO_SLOTS
        self.keys = NO_SLOTS
        self.signature = None
        self.count = 0
        self.pins = 0
        self.alive = True
        self.immortal = False
        self.made = False
        self.generation = 0
        self.owner = None
        self.class_ = None
        self.target = None         # of a weak reference
        self.tracked = True
        self.unsure = False
        self.started = False       # a generator that ran
        self.finished = False      # a generator, or up to 3.10 its frame, that runs no more
        self.mark = seen.mark
        self.type_address = 0
        self.print = None          # what tells quickly that nothing in it has changed
        self.stamp = 0             # number of the last look that saw it
        self.named = None          # of a long dict, as long as print is: {address of a key: the slot}

    def children(self):
        yield from self.slots if type(self.slots) is list else self.slots.values()
        yield from self.keys.values()
        if self.class_ is not None:
            yield self.class_


    def visited(self):
        """What the collector sees of it. From 3.13 on the values of an instance whose dict became an object are still the instance's,
        and the dict itself is in sight of neither."""
        if VERSION >= (3, 13) and self.kind == "dict" and self.owner is not None and self.owner.alive:
            return EMPTY
        inside = self.slots.get("__dict__") if VERSION >= (3, 13) and self.kind == "instance" else None
        if inside is None or inside.owner is not self:
            return self.children()
        return [child for child in [*self.slots.values(), *inside.slots.values(), self.class_] if child not in (None, inside)]


def holder_id(shade):
    """What ops call it: the dict of an instance goes by the instance's name."""
    owner = shade.owner
    return owner.id if owner is not None and owner.alive and (shade.kind == "dict" or frame_shade(owner) is shade) else shade.id


class Shadow:
    """Writes ops and does to the Shades what the simulator will do to its objects."""

    def __init__(self, write, place):
        self.write = write
        self.place = place         # of a dict that is a frame's names: {"frame": n}; of others None
        self.known = {}            # address: the Shade that lives there
        self.displaced = set()     # living Shades at whose address lives something else
        self.shared = {}           # (type, repr) of shared atoms: their Shade
        self.died = []
        self.touched = {}
        self.taken = {}
        self.living = {}           # id: Shade, made, not immortal
        self.generations = {}, {}, {}  # those of a collected type
        self.shapes = {}           # type name: what all instances have
        self.declared = set()      # types the trace was told of
        self.watchers = {}         # id of a target: the weak references to it
        self.cleared = []          # weak references whose target died

    def name(self, seen, wanted=None):
        if wanted and wanted not in self.taken:
            self.taken[wanted] = 1
            return wanted
        number = self.taken.get(seen.type, 0)
        self.taken[seen.type] = number + 1
        return "%s%d" % (slot_text(seen.type), number)

    def gain(self, shade):
        shade.count += 1
        self.touched[shade.id] = shade

    def lose(self, shade, number=1):
        shade.count -= number
        self.touched[shade.id] = shade
        dying = [shade] if shade.count == 0 else []
        while dying:
            dead = dying.pop()
            if dead.immortal or not dead.alive:
                continue
            children = list(dead.children())
            self.bury(dead)
            for child in children:
                child.count -= 1
                self.touched[child.id] = child
                if child.count == 0:
                    dying.append(child)

    def locate(self, shade, address):
        """What lives there from now on."""
        before = self.known.get(address)
        if before is not None and before is not shade and before.alive and not before.immortal:
            self.displaced.add(before)
        self.known[address] = shade

    def bury(self, dead):
        """Leaves no cycle of Shades behind: the program's collections would find them."""
        dead.alive = False
        dead.slots, dead.keys = [] if dead.kind in SEQUENCES else NO_SLOTS, NO_SLOTS
        dead.class_ = dead.owner = dead.target = None
        self.died.append(dead)
        self.displaced.discard(dead)
        self.touched.pop(dead.id, None)
        self.living.pop(dead.id, None)
        self.generations[dead.generation].pop(dead.id, None)
        self.cleared += self.watchers.pop(dead.id, EMPTY)
        if self.known.get(dead.address) is dead:
            del self.known[dead.address]

    def op(self, op, **members):
        members = {key.rstrip("_"): value for key, value in members.items() if value is not None}
        self.write(dict({"op": op}, **members))

    # -- making

    def new(self, shade, detail, items=None):
        """With `hold`: the Recorder drops it when everything is in its place."""
        shade.made = True
        if shade.kind in INSTANCES[1:] and shade.type not in self.declared:
            self.declare(shade.type)
        members = dict(detail)
        if items:
            members["items"] = ({slot: child.id for slot, child in items.items()} if type(items) is dict
                                else [child.id for child in items])
            shade.slots = items
            for child in list(items.values() if type(items) is dict else items):
                self.gain(child)
        if shade.class_ is not None:
            members["class_"] = shade.class_.id
            self.gain(shade.class_)
        if shade.immortal:
            self.op("new", id=shade.id, type=shade.type, immortal=True, **members)
            return
        if shade.target is None:
            self.op("new", id=shade.id, type=shade.type, hold=True, **members)
        else:
            self.watch(shade)
            shade.slots = {}
            for slot, child in (items or {}).items():
                self.op("ref", from_=shade.id, slot=slot, to=child.id)
                shade.slots[slot] = child
        shade.count = 1
        shade.tracked = shade.kind != "frame" or bool(items)   # as the simulator has it: once it owns its names
        self.enlist(shade)
        self.touched[shade.id] = shade

    def declare(self, name):
        shape = self.shapes[name]
        self.declared.add(name)
        self.op("class", name=name, base="dict" if shape is MAPPING else None, slots=None if shape is MAPPING else list(shape))

    def enlist(self, shade):
        self.living[shade.id] = shade
        if shade.gc:
            self.generations[0][shade.id] = shade

    def watch(self, shade):
        """A weak reference. Its callback is empty here: what the program's does is recorded as a call."""
        others = self.watchers.setdefault(shade.target.id, [])
        called = bool(shade.signature)
        if not called and any(not other.signature and other.alive for other in others):
            shade.target = None    # the earlier one must be dead, and the trace does not know
            self.op("new", id=shade.id, type=shade.type, kind="opaque", gc=True, hold=True)
            return
        others.append(shade)
        self.op("weakref", id=shade.id, to=shade.target.id, callback=[] if called else None, hold=True)

    def hold(self, shade):
        self.op("hold", id=shade.id)
        shade.count += 1

    def drop(self, shade):
        if not shade.immortal:
            self.op("drop", id=shade.id)
        self.lose(shade)

    # -- slots

    def set(self, shade, slot, child, key=None):
        old = shade.slots.get(slot) if type(shade.slots) is dict else None
        self.gain(child)
        place = self.place(shade)
        if place is not None and key is None:
            self.op("bind", name=slot, to=child.id, **place)
        else:
            self.op("ref", from_=holder_id(shade), slot=slot if shade.kind != "set" else None, to=child.id,
                    key=key.id if key else None)
        shade.slots[slot] = child
        if key is not None:
            if shade.keys is NO_SLOTS:
                shade.keys = {}
            old_key = shade.keys.get(slot)
            self.gain(key)
            shade.keys[slot] = key
            if old_key is not None:
                self.lose(old_key)
        if old is not None:
            self.lose(old)

    def unset(self, shade, slot):
        place = self.place(shade)
        if place is not None:
            self.op("unbind", name=slot, **place)
        else:
            self.op("unref", from_=holder_id(shade), slot=slot)
        child = shade.slots.pop(slot)
        key = shade.keys.pop(slot, None) if shade.keys else None
        self.lose(child)
        if key is not None:
            self.lose(key)

    def list_set(self, shade, index, child, insert=False):
        self.gain(child)
        self.op("ref", from_=shade.id, slot=index, to=child.id, insert=True if insert else None)
        if insert or index == len(shade.slots):
            shade.slots.insert(index, child)
        else:
            old, shade.slots[index] = shade.slots[index], child
            self.lose(old)

    def pin(self, shade, number, by):
        self.op("pin", id=shade.id, count=number, by=by)
        shade.count += number
        shade.pins += number

    def unpin(self, shade, number, by):
        self.op("unpin", id=shade.id, count=number, by=by)
        shade.pins -= number
        self.lose(shade, number)

    # -- collections

    def unreachable(self, generation):
        """The Shades that a collection of this generation would find, as the simulator will."""
        young = [shade for members in self.generations[:generation + 1] for shade in members.values() if shade.tracked]
        inner = {}
        for shade in young:
            for child in shade.visited():
                inner[child.id] = inner.get(child.id, 0) + 1
        members = {shade.id for shade in young}
        stack = [shade for shade in young if shade.count > inner.get(shade.id, 0)]
        reached = {shade.id for shade in stack}
        while stack:
            for child in stack.pop().visited():
                if child.id in members and child.id not in reached:
                    reached.add(child.id)
                    stack.append(child)
        return [shade for shade in young if shade.id not in reached]

    def closed(self, dead):
        """How many of these unreachable objects go because generators among them are closed first: not counted by the collection."""
        counts, gone = {shade.id: shade.count for shade in dead}, set()
        stack = [child for shade in dead if shade.kind in GENERATOR_KINDS and self.is_closed(shade) for child in shade.slots.values()]
        while stack:
            shade = stack.pop()
            if shade.id in counts:
                counts[shade.id] -= 1
                if counts[shade.id] == 0:
                    gone.add(shade.id)
                    stack.extend(shade.children() if shade.kind not in GENERATOR_KINDS or not self.is_closed(shade) else EMPTY)
        return len(gone)

    def is_closed(self, generator):
        return generator.started or VERSION <= (3, 11) and generator.kind == "generator"

    def collect(self, generation):
        dead = self.unreachable(generation)
        older = self.generations[min(generation + 1, 2)]
        for members in self.generations[:min(generation, 1) + 1]:
            for name, shade in list(members.items()):
                if shade.tracked:      # the others are in no list, and the day they are they are young
                    shade.generation = min(generation + 1, 2)
                    older[name] = members.pop(name)
        for shade in dead:
            shade.count += 1
        for shade in dead:
            for child in list(shade.children()):
                self.lose(child)
            shade.slots = {}
            shade.keys = NO_SLOTS
            shade.class_ = shade.print = None
        for shade in dead:
            self.lose(shade)


# ---- the difference between what is and what the trace has said ---------------------------------------------------------------

YIELDS = frozenset(opmap[name] for name in ("YIELD_VALUE", "YIELD_FROM") if name in opmap)
WAITING = bytes([opmap.get("YIELD_FROM", 0)])


def is_yield(code, position):
    """Whether the call that stands there goes on later; up to 3.10 one that waits in YIELD_FROM stands before it."""
    return code[position] in YIELDS or VERSION <= (3, 10) and code[position + 2:position + 3] == WAITING


class Frame:
    """A call of the program's own code as the trace knows it. Never holds the interpreter's frame."""
    __slots__ = ("address", "code", "name", "thread", "names", "slots", "namespace", "names_of", "popped", "value", "generator",
                 "resumed", "yields", "shade", "line", "depth")

    def __init__(self, frame, thread, generator):
        code = frame.f_code
        self.address = id(frame)
        self.name = own_text(code.co_name)
        self.thread = thread
        self.names = {}
        self.slots = tuple(map(slot_text, code.co_varnames + tuple(n for n in code.co_cellvars if n not in code.co_varnames) + code.co_freevars))
        self.namespace = 0         # address of the dict that is its names, or 0
        self.code = id(code)
        self.popped = False
        self.value = None
        self.yields = False        # left by a yield, as far as the instruction tells
        self.names_of = None
        self.generator = 0 if generator is None else id(generator)
        self.resumed = None        # the generator's Shade that the trace has resumed
        self.shade = None          # of the frame object, if something refers to it
        self.line = code.co_firstlineno  # that runs
        self.depth = 0             # recorded calls below it
        if not code.co_flags & 2 and type(frame.f_locals) is dict:   # 3.12: must not be read later in a module
            self.namespace = id(frame.f_locals)


class Part:
    """What is different in a dict or set."""
    __slots__ = ("come", "gone", "named", "lost", "keys")

    def __init__(self, come, gone, named=EMPTY, lost=EMPTY, keys=EMPTY):
        self.come = come           # a dict's: {slot: address}; a set's: addresses
        self.gone = gone           # slots, unless they come again
        self.named = named         # {address of a key: the slot} that comes
        self.lost = lost           # addresses of keys that go
        self.keys = keys           # {slot: address} of keys that come and are objects of the trace


class Look:
    """One look at everything, or at what matters now: lives only while the trace is brought up to it. Of the object photos[i]:
    shades[i] what the trace knows it as, seen[i] what is in it, or None when that is what the trace has."""

    def __init__(self, number, complete):
        self.number = number
        self.complete = complete
        self.photos, self.shades, self.seen, self.prints = [], [], [], []
        self.present = set()       # addresses of photos and of what waits to become one
        self.names = {}            # address of a frame: [(name, address)]
        self.spliced = {}          # index: (start, how many go, addresses that come), for lists
        self.parted = {}           # index: Part, for dicts and sets
        self.reached = 0           # so many photos were reached, the rest is known to live
        self.dead = []             # Shades of which nothing lives any more
        self.counts = EMPTY
        self.collects = False      # a collection is what is looked at for

    def examine_again(self, camera, index):
        self.seen[index] = camera.examine(self.photos[index], [])
        self.spliced.pop(index, None)
        self.parted.pop(index, None)

    def differs(self, index):
        return self.seen[index] is not None or index in self.spliced or index in self.parted

    def lists(self):
        """Addresses of its lists: one may lie where one of the program's was."""
        return tuple(map(id, (self.photos, self.shades, self.seen, self.prints, self.dead, self.counts)))


SMALL = 400                        # objects: up to here everything is looked at, always
NEAR_DEPTH, NEAR_FEW, NEAR_LIMIT = 3, 8, 200
NEAR_COST = 20                     # of a look at nothing, in objects
LIMBO_TURN = 16                    # objects out of reach that every look asks about
IMMUTABLE = ("tuple", "frozenset")
MAY_BE_UNTRACKED = ("tuple", "dict")
GENERATOR_KINDS = ("generator", "coroutine")
CLEARABLE = ("list", "dict", "set", "deque")


encode = json.JSONEncoder(separators=(",", ":")).encode


class Recorder:
    def __init__(self, out, camera, peek, script, folder):
        self.out = out
        self.script = script
        self.folder = folder
        self.camera = camera
        self.peek = peek
        self.memory = Memory()
        self.shadow = Shadow(self.write, self.place)
        self.shadow.shapes = camera.shapes
        self.lines = []
        self.frames = {}           # address: Frame, living
        self.stack = []            # Frames in the order the trace pushed them
        self.pushed = []           # Frames the trace has not pushed yet
        self.popped = []           # Frames the trace has still to pop
        self.spaces = {}           # address of a dict: Frames on the stack whose names it is
        self.shown = {}            # address: references from the dicts that tracing makes of locals
        self.shown_by = {}         # address of a frame: ids in that dict
        camera.show = self.show
        self.present = set()       # addresses of what the look under way sees
        self.limbo = {}            # id: Shade, alive but out of reach, or garbage
        self.partial = {}          # output waiting for the end of its line
        self.looks = 0
        self.credit = 0            # what near looks have cost since the last complete one
        self.mentions = {}         # (address of a code, its first line): {line: Mention}
        self.busy = False
        self.looking = _thread.allocate_lock()     # one thread looks at a time: what memory is read into is shared
        self.recover = None        # what to call when events may have stopped
        self.inside = 0            # the thread in which the recorder runs outside a trace function
        self.stopped = False
        self.threads = {}
        self.collecting = None
        self.beyond = None
        self.own = EMPTY           # addresses of the lists of a look that is going on
        self.ours = {}             # address: references that are not the program's
        self.failure = None

    # -- writing

    # With the collector off: it runs where something is made, and what it does is written here, too.

    def write(self, op):
        if self.out is not None:
            self.lines.append(encode(op))

    def flush(self):
        if self.lines:
            data = "\n".join(self.lines) + "\n"
            self.lines = []
            os.write(self.out, data.encode("ascii"))

    def note(self, text):
        self.write({"op": "note", "text": text})

    def place(self, shade):
        frames = self.spaces.get(shade.address)
        return self.frame_member(frames[-1]) if frames else None

    def frame_member(self, frame):
        if frame is self.stack[-1] and len(self.threads) < 2:
            return {}
        number = len(self.stack)
        while self.stack[number - 1] is not frame:
            number -= 1
        return {"frame": number}

    # -- looking

    def live_frames(self, frame):
        """The interpreter's frames of recorded calls, this thread's first."""
        result = []
        if len(self.threads) > 1:
                tops = [top for ident, top in sys._current_frames().items() if ident != _thread.get_ident()]
        else:
            tops = []
        tops.append(frame)
        taken = set()
        for top in tops:
            while top is not None:
                if id(top) in self.frames and id(top) not in taken:
                    taken.add(id(top))
                    result.append(top)
                top = top.f_back
        return result

    def whole(self, frame, look):
        """Everything that the names of all calls and the modules reach, and what is known beside."""
        frames = self.live_frames(frame)
        if len(frames) != len(self.frames):
            self.forget_missed(frames)
        for each in frames:
            for _, value in self.read_frame(each, look):
                self.add(look, value)
        for name in self.camera.module_dicts.values():
            module = sys.modules.get(name)
            if type(module) is types.ModuleType:
                self.add(look, module.__dict__)
        self.explore(look)
        look.reached = len(look.photos)
        number = look.number
        missing = [shade for shade in self.shadow.living.values() if shade.stamp != number]
        self.revisit(look, missing)
        self.explore(look)
        self.camera.resumed.clear()    # no references of ours are left when counts are read

    def near(self, frame, look, generation=None):
        """What the line that runs speaks of, and what this leads to; False when that does not do."""
        known = self.frame_of(frame)
        if known is None or not self.popped_in_order():
            return False
        frames = [known]
        if self.pushed:
            caller = self.frame_of(known.f_back)
            if self.pushed != [self.frames[id(known)]]:
                return False
            frames += [caller] if caller is not None else []
        read = [(each, self.read_frame(each, look)) for each in reversed(frames)]  # all, before a caller leads to a generator that runs
        for each, values in read:
            self.visit_frame(each, values, look)
        for call in self.popped:   # what may keep their names
            here = self.shadow.known.get(call.address)
            keepers = [call.resumed, here if here is not None and here.kind == "frame" else None]
            self.revisit(look, [shade for shade in keepers if shade is not None])
        self.explore(look, Mention())
        look.reached = len(look.photos)
        if generation is not None:
            self.revisit(look, [shade for members in self.shadow.generations[:generation + 1] for shade in members.values()])
            self.explore(look, Mention())
        self.camera.resumed.clear()
        self.ask_limbo(look)
        return True

    def frame_of(self, frame):
        while frame is not None and id(frame) not in self.frames:
            frame = frame.f_back
        return frame

    def popped_in_order(self):
        """Whether every call that ended is the innermost of its thread, as far as the trace knows."""
        gone = set()
        for call in self.popped:
            number = len(self.stack) - 1
            while self.stack[number].thread != call.thread or self.stack[number] in gone:
                number -= 1
            if self.stack[number] is not call:
                return False
            gone.add(call)
        return True

    def visit_frame(self, frame, values, look):
        call = self.frames[id(frame)]
        mention = self.mention(frame.f_code, call.line)
        known = self.shadow.known.get
        words, numbers, spaces = set(mention.words), set(mention.numbers), []
        if values and values[0][0] is None:
            spaces.append(values[0][1])
            self.add(look, values[0][1])
        elif mention.globals:
            self.add(look, frame.f_globals)
        for name, value in values:
            old = call.names.get(name)
            if name in mention.names:
                note_key(value, words, numbers)
                self.add(look, value)
            elif name is not None and (old is None or known(id(value)) is not old):
                self.add(look, value)
        spaces.append(frame.f_globals)
        for name in mention.names:
            for space in spaces:
                value = dict.get(space, name)
                if value is not None and id(type(value)) not in LEAVES:
                    note_key(value, words, numbers)
                    self.add(look, value)
        wider = Mention()
        wider.words, wider.numbers = words, numbers
        self.explore(look, wider)

    def mention(self, code, line):
        key = id(code), code.co_firstlineno
        if key not in self.mentions:
            self.mentions[key] = mentions_of(code)
        return self.mentions[key].get(line) or NOTHING

    def ask_limbo(self, look):
        """A few of those that only something unknown holds, in turn."""
        turn = []
        for name in self.limbo:
            turn.append(name)
            if len(turn) == LIMBO_TURN:
                break
        for name in turn:
            shade = self.limbo.pop(name)
            self.limbo[name] = shade
            if shade.alive and shade.pins and shade.stamp != look.number and not self.count_at(shade):
                look.dead.append(shade)

    def find(self, shade):
        """(the object, how often it is referred to) if it lives, else (None, 0). Reading makes objects for a moment, perhaps just
        there: so what was readable is read again, directly, by code that makes none before it has a reference."""
        memory, address = self.memory, shade.address
        if not memory.checked or address in self.own or not memory.count(address, shade.type_address):
            return None, 0
        if shade.gc:
            linked = memory.linked(address)
            if linked is False or linked is None and shade.kind not in UNLINKED:
                return None, 0
        if shade.kind == "tuple" and not memory.holds(address, shade.signature):
            return None, 0
        count = memory.word(address).value
        if not 0 < count < MANY or memory.word(address + 8).value != shade.type_address:
            return None, 0
        memory.place.value = address
        thing = memory.object.value
        if not resembles(thing, shade):
            return None, 0
        return thing, max(1, count - self.shown.get(address, 0) - self.ours.get(address, 0))

    def count_at(self, shade):
        return self.find(shade)[1]

    def revisit(self, look, shades):
        """Adds the objects of these Shades, as far as they live."""
        if not self.memory.checked:
            wanted = {shade.address: shade for shade in shades if shade.gc}
            living = {id(each): each for each in gc.get_objects() if id(each) in wanted and resembles(each, wanted[id(each)])}
        for shade in shades:
            if shade.stamp == look.number:
                continue
            thing = self.find(shade)[0] if self.memory.checked else living.get(shade.address)
            if thing is None:
                look.dead.append(shade)
            elif shade.address not in look.present:
                look.present.add(shade.address)
                look.photos.append(thing)

    def add(self, look, thing):
        if id(thing) not in look.present:
            look.present.add(id(thing))
            look.photos.append(thing)

    def explore(self, look, mention=None):
        """Extends the photos by what they reach: all of it, or with a mention what is new and what that leads to."""
        camera, memory, known = self.camera, self.memory, self.shadow.known
        photos, shades, present, number = look.photos, look.shades, look.present, look.number
        position = len(shades)
        depths = dict.fromkeys(range(position, len(photos)), 0) if mention is not None else None
        new = 0
        while position < len(photos):
            thing = photos[position]
            children = []
            shade, changed = self.tell(look, thing, position, children)
            if shade is not None:
                shade.stamp = number
            if mention is None and not changed:
                follow = None
            elif position in look.spliced:     # children are what has come
                start, cut, _ = look.spliced[position]
                stayed = shade.slots[:start] + shade.slots[start + cut:] if mention is None else EMPTY
                follow = children + [memory.at(child.address) for child in stayed
                                     if not child.immortal and child.address not in present]
            elif position in look.parted:
                follow = children + self.stayed(look.parted[position], shade, mention, (depths[position], len(photos)) if depths else EMPTY)
            elif mention is None or shade is None:
                follow = children
            elif changed:
                old = {child.address for child in shade.children()}
                picked = {child.address for child in self.pick(shade, mention, depths[position], len(photos))}
                follow = [child for child in children if id(child) in picked or id(child) not in old or id(child) not in known]
            else:
                follow = None
            if follow is None:
                chosen = shade.children() if mention is None else self.pick(shade, mention, depths[position], len(photos))
                follow = [memory.at(child.address) for child in chosen
                          if not child.immortal and child.address not in present
                          and memory.lives(child)]
            for child in follow:
                address = id(child)
                if address in present:
                    continue
                if address not in known:
                    if len(self.shadow.living) + new >= camera.max_objects:
                        camera.overflow = True
                        continue
                    new += 1
                present.add(address)
                if depths is not None:
                    depths[len(photos)] = depths[position] + (type(child) is not dict or address not in camera.instance_dicts)
                photos.append(child)
            position += 1
        for i in list(look.parted):  # an instance may come behind its dict
            shade = shades[i]
            if shade.kind == "dict" and (shade.owner is None) != (shade.address not in camera.instance_dicts):
                look.examine_again(camera, i)
        for seen in look.seen:
            if seen is not None and seen.kind == "dict":
                seen.extra = camera.instance_dicts.get(seen.address)

    def stayed(self, part, shade, mention, place):
        """What a dict or set holds as before, near only what a line is likely to change."""
        lost = set(part.gone).union(part.come if shade.kind != "set" else EMPTY)
        if mention is None:
            chosen = [child for part in (shade.slots, shade.keys) for slot, child in part.items() if slot not in lost]
        else:
            away = {shade.slots[slot] for slot in lost if slot in shade.slots}
            chosen = [child for child in self.pick(shade, mention, *place) if child not in away]
        return [self.memory.at(child.address) for child in chosen if not child.immortal
                and self.memory.lives(child)]

    def tell(self, look, thing, index, children):
        """(what the trace knows it as or None, whether that is not all of it); examines it unless its print is the same."""
        address, kind = id(thing), id(type(thing))
        known = self.shadow.known.get(address)
        shade = known if known is not None and known.type_address == kind and known.alive else None
        printer = PRINTS.get(kind)
        mark = None
        if printer is not None:
            mark = printer(self.memory, thing, shade and shade.print)
        elif shade is not None and shade.kind in INSTANCES:
            mark = self.print_instance(thing, shade)
        look.shades.append(shade)
        look.prints.append(mark)
        if shade is not None and mark is not None and shade.print is not None and self.memory.checked and self.up_to_date(shade):
            if mark == shade.print:
                look.seen.append(None)
                return shade, False
            difference = splice(shade.print, mark) if shade.kind == "list" and kind == id(list) else None
            if difference is not None and len(shade.slots) == len(shade.print) // (8 if type(mark) is bytes else 1):
                start, cut, put = difference
                children.extend(thing[start:start + put])
                look.spliced[index] = start, cut, list(map(id, children))
                look.seen.append(None)
                return shade, True
            part = self.part(shade, thing, mark, children)
            if part is not None:
                look.parted[index] = part
                look.seen.append(None)
                return shade, True
        if kind == id(dict) and shade is not None and shade.owner is not None and shade.owner.alive:
            self.camera.instance_dicts.setdefault(address, shade.owner.address)
        look.seen.append(self.camera.examine(thing, children))
        return shade, True

    def print_instance(self, thing, shade):
        if shade.kind == "instance":
            return print_instance(self.peek, self.memory, thing)
        if shade.kind == "slotted":
            return self.memory.bytes(id(thing) + 16, basicsize_of(type(thing)) - 16) if self.memory.checked else None
        beside = tuple(id(value) for _, value in self.camera.beside_items(thing, type(thing)))
        return beside, print_dict(self.memory, thing, shade.print and shade.print[1])

    def part(self, shade, thing, mark, children):
        """What is different in a long dict or set whose names did not go to others; None where only a look at all of it tells. Another
        thread may change it meanwhile: what was read must be what the print says."""
        old = shade.print
        if shade.kind == "mapping":
            if mark[0] != old[0]:
                return None
            mark, old = mark[1], old[1]
        if type(mark) is not Raw or type(old) is not Raw or mark.width != old.width:
            return None
        if shade.kind in ("dict", "mapping"):
            part = self.part_dict(shade, thing, old, mark, children)
            if part is not None and shade.owner is not None and shade.owner.alive:
                self.camera.instance_dicts.setdefault(shade.address, shade.owner.address)
        else:
            part = self.part_set(shade, thing, old, mark, children) if shade.kind == "set" else None
        if part is None:
            children.clear()
        return part

    def part_dict(self, shade, thing, before, mark, children):
        if shade.named is None:
            return None
        start, cut, put = splice(before.bytes, mark.bytes, mark.width)
        old = {key: shade.named.get(key) for key, _ in self.pairs(before, start, cut)}
        pairs = self.pairs(mark, start, put)
        items = self.memory.step.items(thing, start, len(pairs)) if pairs else EMPTY
        if [(id(key), id(value)) for key, value in items] != pairs:
            return None
        gone, come, named, keys = set(old.values()), {}, {}, {}
        for key, value in items:
            name = self.camera.key_name(key)
            if (name in come or name in shade.slots and name not in gone
                    or id(key) in shade.named and old.get(id(key)) != name or name in MODULE_NAMES_SKIPPED):
                return None
            come[name], named[id(key)] = id(value), name
            if id(type(key)) not in ATOMS:
                keys[name] = id(key)
                children.append(key)
        if None in gone or shade.kind == "mapping" and (keys or not gone.isdisjoint(shade.keys)):
            return None            # an OrderedDict has keys in other slots too
        children.extend(value for _, value in items)
        return Part(come, [name for name in old.values() if name not in come], named, list(old), keys)

    def pairs(self, raw, start, number):
        """Addresses of the keys and values in these entries of a dict."""
        words, step = self.memory.words_in(raw.bytes[start * raw.width:(start + number) * raw.width]), raw.width // 8
        return [(key, value) for key, value in zip(words[step - 2::step], words[step - 1::step]) if value]

    def part_set(self, shade, thing, before, mark, children):
        old, new, words = before.bytes, mark.bytes, self.memory.words_in
        if len(shade.slots) != before.count or self.beyond is not None and self.beyond.id in shade.slots:
            return None
        if len(old) == len(new):
            places = places_changed(old, new)
            before, now = ([words(data[16 * place:16 * place + 16]) for place in places] for data in (old, new))
        else:
            places = range(len(new) // 16)
            before, now = (list(zip(words(data)[::2], words(data)[1::2])) for data in (old, new))
        before = {key for key, hash_ in before if key and hash_ != NO_HASH}
        now = {key: place for place, (key, hash_) in zip(places, now) if key and hash_ != NO_HASH}
        gone = [self.shadow.known.get(key) for key in before if key not in now]
        for key, place in now.items():
            if key not in before:
                children.extend(self.memory.step.members(thing, place, 1))
        if (set(map(id, children)) != now.keys() - before or not all(child is not None and child.id in shade.slots for child in gone)):
            return None
        return Part(list(map(id, children)), [child.id for child in gone])

    def up_to_date(self, shade):
        """Whether at the addresses it holds lives what the trace says."""
        displaced, known = self.shadow.displaced, self.shadow.known.get
        if not displaced or len(shade.slots) > LONG and shade.keys is NO_SLOTS and shade.class_ is None and displaced.isdisjoint(
                shade.slots if type(shade.slots) is list else shade.slots.values()):
            return True
        return all(child.immortal or known(child.address) is child for child in shade.children())

    def pick(self, shade, mention, depth, looked_at):
        """Of what a known object holds, that which a line is likely to change."""
        if shade.kind in ("function", "type", "leaf", "atom") or looked_at > NEAR_LIMIT:
            return EMPTY
        slots = shade.slots
        if depth < NEAR_DEPTH and len(slots) <= NEAR_FEW:
            return slots if type(slots) is list else slots.values()
        if type(slots) is list:
            return [slots[number] for number in mention.numbers if -len(slots) <= number < len(slots)]
        if "__dict__" in slots:
            return [slots["__dict__"]]
        return [slots[word] for word in mention.words if word in slots]

    def is_running(self, shade):
        """The frame object of a call that goes on, seen earlier."""
        call = self.frames.get(shade.address) if shade.kind == "frame" else None
        return call is not None and call.shade is shade

    def forget_missed(self, frames):
        """Calls whose end no event told."""
        here = set(map(id, frames))
        for address in [address for address in reversed(list(self.frames)) if address not in here]:
            self.end(self.frames.pop(address))

    def end(self, call):
        call.popped = True
        self.camera.running -= {call.address, call.generator}
        if call in self.pushed:
            self.pushed.remove(call)
        else:
            self.popped.append(call)
        if not call.yields:
            self.show(call.address, EMPTY)

    def show(self, frame, ids):
        """Up to 3.10 tracing keeps a dict of a frame's locals, until the frame goes."""
        for address in self.shown_by.pop(frame, EMPTY):
            self.shown[address] -= 1
            if not self.shown[address]:
                del self.shown[address]
        for address in ids:
            self.shown[address] = self.shown.get(address, 0) + 1
        if ids:
            self.shown_by[frame] = ids

    def read_frame(self, frame, look):
        """[(name, value)]; a dict that is the names goes without one."""
        call = self.frames[id(frame)]
        if call.namespace:
            # a class body's: from 3.12 on reading f_locals within a comprehension makes the interpreter warn
            values = [(None, frame.f_globals if id(frame.f_globals) == call.namespace
                       else self.memory.at(call.namespace) if self.memory.checked else frame.f_locals)]
        elif not frame.f_code.co_flags & 2:
            values = []
        elif self.peek.checked:
            values = self.peek.locals(frame)
            shown = self.peek.locals_dict(frame)
            if shown is not None or id(frame) in self.shown_by:
                self.show(id(frame), tuple(map(id, shown.values())) if shown else EMPTY)
        else:
            values = list(frame.f_locals.items())
        if call.generator:
            generator = self.peek.generator_of(frame)
            values += self.peek.function_of(frame)
            if call.resumed is None and generator is not None:
                self.camera.resumed[id(generator if VERSION >= (3, 11) else frame)] = list(values)
            if generator is not None:
                self.add(look, generator)
        text = name_text if call.generator else slot_text
        look.names[id(frame)] = [(text(name), id(value)) for name, value in values if name is not None]
        return values

    # -- resolving: what was seen, as Shades

    def resolve(self, look):
        """Gives every photo its Shade; look.fresh are those new to the trace, look.changed the indices of those that are not as
        the trace has them."""
        known = self.shadow.known
        self.present = look.present
        replaced = set()
        for i, seen in enumerate(look.seen):
            if seen is not None:
                shade = known.get(seen.address)
                if shade is not None and (look.shades[i] is None or not self.same(shade, seen)):
                    if look.shades[i] is not None or not self.same(shade, seen) or shade.type_address != id(type(look.photos[i])):
                        replaced.add(seen.address)
                        shade.stamp = 0    # explore() took what lives there now for it
                        shade = None
                look.shades[i] = shade
        changed = bool(replaced)
        while changed:
            changed = False
            for i, shade in enumerate(look.shades):
                if shade is None or not any(known.get(child.address) is child and child.address in replaced
                                            for child in shade.children()):
                    continue
                if look.seen[i] is None:
                    look.examine_again(self.camera, i)
                if shade.kind in IMMUTABLE:
                    look.shades[i] = None
                    replaced.add(id(look.photos[i]))
                    changed = True
        look.fresh, look.changed = [], []
        for i, shade in enumerate(look.shades):
            if shade is None:
                shade = look.shades[i] = self.make(look.seen[i], look.photos[i], look.counts[i])
                if shade.made:
                    look.changed.append(i)
                else:
                    look.fresh.append(shade)
            elif look.differs(i):
                look.changed.append(i)
            shade.stamp = look.number

    def move(self, shade, address):
        """An instance has got another dict."""
        known = self.shadow.known
        if known.get(shade.address) is shade:
            del known[shade.address]
        shade.address = address
        shade.print = None         # what it holds is another dict's
        self.shadow.displaced.discard(shade)
        self.shadow.locate(shade, address)
        return shade

    def same(self, shade, seen):
        if not shade.alive or shade.type != seen.type or shade.kind != seen.kind:
            return False
        if seen.mark != shade.mark:
            return False
        if shade.finished and (seen.extra is not None if seen.kind == "frame" else seen.names):
            return False           # another call of the same function, where the one that ended was
        if seen.kind == "weakref":
            return seen.extra is None or shade.target is not None and shade.target.alive and shade.target.address == seen.extra
        if seen.kind == "atom" or seen.kind in IMMUTABLE:
            return shade.signature == seen.ids
        if seen.kind == "dict" and (shade.owner is None) != (seen.extra is None):
            owner = self.shadow.known.get(seen.extra)
            return owner is not None and owner.slots.get("__dict__") not in (None, shade)
        return True

    def make(self, seen, thing, count):
        shadow = self.shadow
        shared = None
        if seen.kind == "atom":
            shared = shared_value(thing)
        elif seen.kind == "tuple" and not seen.ids:
            shared = "()"
        if shared is not None and shared in shadow.shared:
            shade = shadow.shared[shared]
            shadow.locate(shade, seen.address)
            return shade
        owner = shadow.known.get(seen.extra) if seen.kind == "dict" and seen.extra is not None else None
        before = owner.slots.get("__dict__") if owner is not None else None
        if before is not None and before.alive:
            if before.address not in self.present:
                return self.move(before, seen.address)
            seen.extra = None      # the old dict lives on: the trace format knows one of an instance
        module = self.camera.module_dicts.get(seen.address) if seen.kind == "dict" else None
        shade = Shade(shadow.name(seen, "globals" if module == "__main__" else module and slot_text(module) + ".__dict__"), seen)
        shade.signature = seen.ids
        shade.type_address = id(type(thing))
        shade.immortal = shared is not None or seen.kind == "leaf" or count > IMMORTAL
        if shared is not None:
            shadow.shared[shared] = shade
        shadow.locate(shade, seen.address)
        return shade

    # -- bringing the trace up to date

    def sync(self, frame, skip=0, scan=False, generation=None, collection=None):
        if not self.frames and not self.stack and not self.pushed:
            return
        look = self.take(frame, scan, generation)
        look.collects = scan or generation is not None
        look.counts = list(map(getrefcount, look.photos))
        shown, ours = self.shown.get, self.ours.get
        look.counts = ([count - 2 - shown(address, 0) - ours(address, 0)
                        for count, address in zip(look.counts, map(id, look.photos))] if self.shown or self.ours
                       else [count - 2 for count in look.counts])
        self.own = look.lists()
        change = Change(self, look, skip, collection)
        try:
            change.apply()
        finally:
            change.__dict__.clear()    # its actions hold it: no garbage of ours for the program's collections
            look.__dict__.clear()
            self.own = EMPTY
        self.flush()

    def take(self, frame, scan, generation):
        """The decision which look counts objects, never time: near looks may cost as much as the next complete one."""
        size = len(self.shadow.living) + len(self.frames)
        self.looks += 1
        self.camera.resumed = {}
        self.camera.instance_dicts.clear()
        if not scan and self.memory.checked and self.peek.checked and size > SMALL and self.credit < size:
            look = Look(self.looks, False)
            self.own = look.lists()
            if self.near(frame, look, generation):
                self.credit += len(look.photos) + NEAR_COST
                return look
            self.looks += 1
            self.camera.resumed = {}
            self.camera.instance_dicts.clear()
        self.credit = 0
        self.shown.clear()
        self.shown_by.clear()
        look = Look(self.looks, True)
        self.own = look.lists()
        self.whole(frame, look)
        return look

    # -- events

    def enter(self, frame, ident=None):
        ident = _thread.get_ident() if ident is None else ident
        if ident not in self.threads:
            self.threads[ident] = "thread %d" % len(self.threads)
        call = Frame(frame, self.threads[ident], self.peek.generator_of(frame) if self.peek.generators else None)
        call.depth = self.depth_of(frame)
        missed = self.frames.pop(call.address, None)
        if missed is not None:     # its end was not told, and its memory is used again
            self.end(missed)
        self.frames[call.address] = call
        self.pushed.append(call)
        self.camera.running.update((call.address, call.generator))

    def depth_of(self, frame):
        """How many recorded calls a call has below it: none under the script itself."""
        caller = self.frame_of(frame.f_back)
        return self.frames[id(caller)].depth + 1 if caller is not None else int(frame.f_code.co_name != "<module>")

    def leave(self, frame, value):
        call = self.frames.pop(id(frame), None)
        if call is None:
            return
        call.yields = bool(call.generator) and is_yield(frame.f_code.co_code, frame.f_lasti)
        call.value = self.shadow.known.get(value)
        if call.resumed is not None and not call.yields:
            for shade in (call.resumed, frame_shade(call.resumed)):
                if shade is not None:
                    shade.finished = True
        self.end(call)

    def at_line(self, frame):
        call = self.frames.get(id(frame))
        if call is not None:
            call.line = frame.f_lineno
        if not self.stopped:
            self.write({"op": "line", "line": frame.f_lineno, **self.shown_file(frame.f_code.co_filename)})

    def shown_file(self, filename):
        return {} if filename == self.script else {"file": os.path.relpath(filename, self.folder)}

    def print(self, text, stream):
        text = self.partial.get(stream, "") + text
        *lines, self.partial[stream] = text.split("\n")
        for line in lines:
            self.print_line(line, stream)
        if lines and not self.busy:
            self.flush()

    def print_line(self, line, stream):
        op = {"op": "print", "text": line.encode("utf-8", "replace").decode("utf-8")}
        if stream == "stderr":
            op["x-stream"] = stream
        self.write(op)

    def give_up(self, why):
        self.stopped = True
        self.failure = why
        self.note("The recording stops here: " + why)
        self.flush()


def resembles(thing, shade):
    """Whether what lives at an address now can be what lived there: memory is used again, not least by the recorder."""
    if shade.kind == "atom":
        return (hash(thing),) == shade.signature
    if type(thing) is types.FrameType and thing.f_code.co_filename == __file__:
        return False
    if shade.kind == "tuple":
        return tuple(map(id, thing)) == shade.signature
    children = [child for child in shade.children() if child is not shade.class_]
    held = {child.address for child in children if not child.immortal}
    references = get_referents(thing)
    if not children:               # a list of the recorder's holds more
        return not any(map(gc.is_tracked, references)) or shade.kind not in ("list", "dict", "set")
    if not held:                   # only what is immortal, and of some values there are several
        held = {child.signature[0] if child.kind == "atom" else child.address for child in children}
        return not references or not held.isdisjoint(hash(ref) if id(type(ref)) in ATOMS else id(ref) for ref in references)
    referents = set(map(id, references))
    return not referents or not held.isdisjoint(referents)


NOTHING = Mention()


def note_key(value, words, numbers):
    """A variable's value that may be an index or a key."""
    if type(value) is int:
        numbers.add(value)
        words.add(repr(value) if value.bit_length() < 200 else "")
    elif type(value) is str:
        words.add(printable(value))


def shared_value(thing):
    """What the interpreter has only once, as the trace format lists it."""
    kind = type(thing)
    if thing is None or thing is Ellipsis or kind is bool:
        return repr(thing)
    if kind is int and -5 <= thing <= 256 or kind is bytes and len(thing) <= 1:
        return repr(thing)
    if kind is str and (not thing or len(thing) == 1 and thing <= "\xff"):
        return repr(thing)
    return None


def describe(thing, seen):
    """Members of `new` about a value; never by code of the program."""
    kind = type(thing)
    detail = {}
    if seen.kind == "atom":
        long = kind is int and thing.bit_length() > 1000 or (kind is str or kind is bytes) and len(thing) > 80
        detail["repr"] = (hex(thing)[:20] + "..." if kind is int and long else repr(thing[:60]) + "..." if long else repr(thing))
        if long:
            detail["size"] = sys.getsizeof(thing)
        return detail
    if seen.kind == "leaf":
        detail["kind"] = "opaque"
        detail["gc"] = False
    elif seen.kind == "opaque":
        detail["kind"] = "opaque"
        detail["gc"] = seen.gc
    elif seen.kind in INSTANCES[1:]:
        detail["kind"] = "instance"
        if seen.kind == "slotted" and weakrefoffset_of(kind):
            detail["size"] = object.__sizeof__(thing) + (32 if VERSION >= (3, 12) else 16)
    elif seen.kind != seen.type:
        detail["kind"] = seen.kind
    if flags_of(kind) & TYPE_SUBCLASS:
        detail["repr"] = name_of(thing)
    elif kind is types.FunctionType or kind is types.BuiltinFunctionType:
        detail["repr"] = thing.__qualname__
    elif kind is types.ModuleType:
        label = thing.__dict__.get("__name__")
        detail["repr"] = label if type(label) is str else "module"
    return detail


class Change:
    """One step from the trace's state to what a look found: new objects, new references, then what goes."""

    def __init__(self, recorder, look, skip, collection):
        self.recorder = recorder
        self.shadow = recorder.shadow
        self.look = look
        self.skip = skip
        self.collection = collection
        self.held = []
        self.late = []             # things that take references away: done after all that add some
        self.losses = {}           # id: [Shade, how many holders it loses]
        self.targets = []
        self.spared = {}           # id: (Shade, its count), alive and not looked at
        self.dead = {}             # id: Shade of which nothing lives
        self.adopted = []

    def apply(self):
        shadow, recorder, look = self.shadow, self.recorder, self.look
        shadow.died, shadow.touched = [], {}
        recorder.resolve(look)
        self.fresh = {shade.id: shade for shade in look.fresh}
        self.index = {shade.id: i for i, shade in enumerate(look.shades) if look.seen[i] is not None}
        self.find_keepers()
        self.create_all()
        self.compare_containers()
        self.compare_frames()
        self.find_lost()
        self.hold_endangered()
        for action in self.early_and_late():
            action()
        too_many = self.adjust_pins()
        for shade in self.held:
            shadow.drop(shade)
        for shade, number in too_many:
            if shade.alive:
                shadow.unpin(shade, min(number, shade.pins), pin_label(shade))
        self.settle()
        if self.collection is not None:
            self.collect()
        for shade in self.dead.values():
            if shade.alive and shade.gc and shade.kind != "tuple":
                self.empty(shade)
        self.expect()
        for shade, seen, mark, i in zip(look.shades, look.seen, look.prints, range(len(look.shades))):
            if look.differs(i):
                shade.print = mark
            if i in look.parted and shade.named is not None:
                part = look.parted[i]
                for address in part.lost:
                    del shade.named[address]
                shade.named.update(part.named)
            elif seen is not None:
                shade.named = seen.named

    def here(self, shade):
        """Whether this look saw it."""
        return shade.stamp == self.look.number

    # -- names that move between frames and the objects that keep them

    def find_keepers(self):
        """`kept`: frame of the trace that ended, to the object that has its names now; `busy`: ids of those objects, and of the ones
        whose names go into a frame. What changes in their slots is told after the move."""
        self.kept, self.busy = {}, set()
        pick = self.shadow.known.get
        for frame in self.recorder.popped:
            keeper = self.keeper(frame)
            if keeper is not None:
                self.kept[frame.address] = keeper
                self.busy.add(keeper.id)
            elif frame_shade(frame.resumed) is not None:
                self.busy.update((frame.resumed.id, frame_shade(frame.resumed).id))
        for frame in self.recorder.pushed:
            keeper = pick(frame.generator if VERSION >= (3, 11) else frame.address) if frame.generator else None
            if keeper is not None and keeper.made:
                self.busy.add(keeper.id)

    def keeper(self, frame):
        look, generator = self.look, frame.resumed
        if generator is not None and (VERSION >= (3, 11) or "frame" in generator.slots):
            position = self.index.get(generator.id)
            holder = generator if VERSION >= (3, 11) else generator.slots["frame"]
            if position is None:
                return holder if generator.alive and frame.yields and not look.complete else None
            if look.seen[position].names:
                return holder
        shade = self.shadow.known.get(frame.address)
        position = self.index.get(shade.id) if shade is not None else None
        if position is None or any(slot in frame.names for slot in FRAME_SLOTS):
            return None
        good = shade.kind == "frame" and look.seen[position].names and look.seen[position].mark == frame.code
        return shade if good and shade.address not in self.recorder.camera.running else None

    def compare_kept(self, frame, shade):
        """The names have moved into the object when these actions run."""
        old = dict(frame.names)
        old.update((slot, child) for slot, child in shade.slots.items() if slot in FRAME_SLOTS)
        if not self.here(shade):
            return
        new, _ = self.wanted(shade)
        for slot, child in new.items():
            if old.get(slot) is not child:
                self.targets.append(child)
                if slot in old:
                    self.lose(old[slot], None)
                self.late.append(lambda slot=slot, child=child: self.shadow.set(shade, slot, child))
        for slot, child in old.items():
            if slot not in new:
                self.lose(child, lambda slot=slot: self.shadow.unset(shade, slot))

    # -- new objects

    def create_all(self):
        self.unfilled = []
        state = {}                 # id: 1 in work, 2 made
        for shade in self.look.fresh:
            if not shade.made:
                self.create_tree(shade, state)
        for shade in self.unfilled:
            self.fill(shade)

    def wanted(self, shade):
        """(slots as the look saw them, keys)."""
        seen = self.look.seen[self.index[shade.id]]
        pick = self.shadow.known.get
        children = [pick(address) or self.beyond() for address in seen.ids] if seen.kind not in ("atom", "leaf") else []
        if seen.kind in SEQUENCES:
            return children, {}
        if seen.kind in ("set", "frozenset"):
            return {child.id: child for child in children}, {}
        keys = {name: pick(key) for name, key in zip(seen.names, seen.keys) if key and pick(key)}
        return dict(zip(seen.names, children)), keys

    def beyond(self):
        recorder = self.recorder
        if recorder.beyond is None:
            recorder.note("--max-objects is reached: what lies beyond is one object in this recording")
            seen = Seen(recorder, "leaf")
            seen.type = "not recorded"
            recorder.beyond = Shade("not recorded", seen)
            recorder.beyond.immortal = True
            self.shadow.new(recorder.beyond, {"kind": "opaque", "gc": False})
        return recorder.beyond

    def dependencies(self, shade):
        seen = self.look.seen[self.index[shade.id]]
        slots, keys = self.wanted(shade)
        children = list(slots if type(slots) is list else slots.values()) + list(keys.values())
        if seen.kind not in ("dict", "weakref", "frame") and seen.extra is not None:
            shade.class_ = self.shadow.known.get(seen.extra)
            if shade.class_ is not None:
                children.insert(0, shade.class_)
        if seen.kind == "weakref":
            shade.target = self.shadow.known.get(seen.extra)
            if shade.target is not None:
                children.insert(0, shade.target)
        if seen.kind in ("dict", "frame") and seen.extra is not None:
            owner = self.shadow.known.get(seen.extra)
            if owner is not None:
                shade.owner = owner
                children.insert(0, owner)
        return children

    def create_tree(self, root, state):
        stack = [(root, iter(self.dependencies(root)))]
        state[root.id] = 1
        while stack:
            shade, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                stack.pop()
                if not shade.made:
                    self.create(shade)
                state[shade.id] = 2
            elif not child.made and child.id not in state:
                state[child.id] = 1
                stack.append((child, iter(self.dependencies(child))))
            elif not child.made and child.kind not in IMMUTABLE:
                self.create_empty(child)

    def detail(self, shade):
        i = self.index[shade.id]
        return describe(self.look.photos[i], self.look.seen[i])

    def create_empty(self, shade):
        if shade.class_ is not None and not shade.class_.made:
            self.create_empty(shade.class_)
        if shade.target is not None and not shade.target.made:
            if shade.target.kind in IMMUTABLE:
                shade.target = None
            else:
                self.create_empty(shade.target)
        if shade.owner is not None:
            if not shade.owner.made:
                self.create_empty(shade.owner)
            self.adopt(shade)
        else:
            self.shadow.new(shade, self.detail(shade))
            if not shade.immortal:
                self.held.append(shade)
            if VERSION <= (3, 10) and shade.kind in GENERATOR_KINDS and "frame" not in self.wanted(shade)[0]:
                self.shadow.op("unref", from_=shade.id, slot="frame")
        if shade.id not in self.busy:
            self.unfilled.append(shade)

    def adopt(self, shade):
        """The dict of an instance, the frame of a generator: the simulator makes them, under names of their own."""
        owner = shade.owner
        if shade.kind == "frame":
            self.adopt_as(shade, ".cr_frame" if owner.kind == "coroutine" else ".gi_frame")
            owner.slots["frame"] = shade
            return
        if VERSION >= (3, 11):
            self.shadow.op("materialize", id=owner.id)
        self.adopt_as(shade, ".__dict__")
        shade.slots = {name: child for name, child in owner.slots.items() if name != "__dict__"}
        owner.slots = {"__dict__": shade}

    def adopt_as(self, shade, suffix):
        shade.id, old = shade.owner.id + suffix, shade.id
        self.index[shade.id] = self.index[old]
        self.adopted.append(shade)
        shade.made = True
        shade.count = 1
        self.fresh[shade.id] = shade
        self.shadow.enlist(shade)

    def create(self, shade):
        slots, keys = self.wanted(shade)
        children = list(slots if type(slots) is list else slots.values())
        ready = all(child.made for child in children) and not keys and shade.owner is None
        ready = ready and (shade.target is None or shade.target.made)
        ready = ready and shade.id not in self.busy and not (VERSION <= (3, 10) and shade.kind in GENERATOR_KINDS)
        if shade.kind == "instance" and "__dict__" in slots or shade.kind in ("atom", "leaf") or shade.immortal and not ready:
            ready = shade.kind in ("atom", "leaf")
            slots = {}
        if ready:
            items = [child for child in slots.values()] if shade.kind in ("set", "frozenset") else slots
            self.shadow.new(shade, self.detail(shade), items)
            if shade.kind in ("set", "frozenset"):
                shade.slots = {child.id: child for child in items}
            if not shade.immortal:
                self.held.append(shade)
        elif shade.kind in IMMUTABLE:
            raise RuntimeError("a tuple that holds itself through tuples")
        else:
            self.create_empty(shade)

    def fill(self, shade):
        slots, keys = self.wanted(shade)
        if type(slots) is list:
            for index, child in enumerate(slots):
                self.shadow.list_set(shade, index, child)
            return
        for slot, child in slots.items():
            if slot != "__dict__" and shade.slots.get(slot) is not child:
                self.shadow.set(shade, slot, child, keys.get(slot))

    # -- what changed in objects that were there

    def lose(self, shade, action):
        self.losses.setdefault(shade.id, [shade, 0])[1] += 1
        if action is not None:
            self.late.append(action)

    def compare_containers(self):
        self.early = []
        look = self.look
        for i in look.changed:
            shade, seen = look.shades[i], look.seen[i]
            if shade.immortal or shade.id in self.busy:
                continue
            if i in look.spliced:
                start, cut, put = look.spliced[i]
                self.splice(shade, start, cut, [self.shadow.known.get(address) or self.beyond() for address in put])
            elif i in look.parted:
                self.compare_part(shade, look.parted[i])
            elif seen.kind not in ("atom", "leaf") and seen.kind not in IMMUTABLE:
                self.compare(shade)
        for shade in self.adopted:
            if shade.kind == "dict":
                self.compare(shade)

    def compare(self, shade):
        slots, keys = self.wanted(shade)
        if type(slots) is not list:
            if slots != shade.slots or keys != shade.keys:
                self.compare_slots(shade, slots, [slot for slot in shade.slots if slot not in slots], keys)
        elif slots != shade.slots:
            old, new = list(map(id, shade.slots)), list(map(id, slots))
            start, cut, put = splice(old, new)
            self.splice(shade, start, cut, slots[start:start + put])

    def splice(self, shade, start, cut, put):
        shadow = self.shadow
        both = min(cut, len(put))
        for child in shade.slots[start:start + cut]:
            self.lose(child, None)
        self.targets.extend(put)
        if cut == 0:
            self.early.append(lambda: [shadow.list_set(shade, start + i, child, start + i < len(shade.slots))
                                       for i, child in enumerate(put)])
            return

        def change():
            for i in range(both):
                if shade.slots[start + i] is not put[i]:
                    shadow.list_set(shade, start + i, put[i])
            for i in range(both, len(put)):
                shadow.list_set(shade, start + i, put[i], start + i < len(shade.slots))
            for i in range(start + cut - 1, start + both - 1, -1):
                self.list_unset(shade, i)
        self.late.append(change)

    def list_unset(self, shade, index):
        self.shadow.op("unref", from_=shade.id, slot=index)
        self.shadow.lose(shade.slots.pop(index))

    def compare_part(self, shade, part):
        pick = self.shadow.known.get
        come = [pick(address) or self.beyond() for address in (part.come.values() if shade.kind != "set" else part.come)]
        come = dict(zip(part.come if shade.kind != "set" else [child.id for child in come], come))
        keys = {slot: pick(address) for slot, address in part.keys.items() if pick(address)} if part.keys else NO_SLOTS
        self.compare_slots(shade, come, [slot for slot in part.gone if slot not in come], keys)

    def compare_slots(self, shade, new, gone, keys):
        """`new`: slots that may be different, all that there are but these and those that are gone stay."""
        shadow = self.shadow
        for slot, child in new.items():
            old = shade.slots.get(slot)
            if old is child and shade.keys.get(slot) is keys.get(slot) or slot == "__dict__":
                continue
            self.targets.append(child)
            if slot in keys:
                self.targets.append(keys[slot])
            if slot in shade.keys:
                self.lose(shade.keys[slot], None)
            if old is None:
                self.early.append(lambda slot=slot, child=child: shadow.set(shade, slot, child, keys.get(slot)))
            else:
                self.lose(old, lambda slot=slot, child=child: self.reset(shade, slot, child, keys.get(slot)))
        for slot in gone:
            if slot != "__dict__":
                self.lose(shade.slots[slot], lambda slot=slot: shadow.unset(shade, slot))
                if slot in shade.keys:
                    self.lose(shade.keys[slot], None)

    def reset(self, shade, slot, child, key):
        if shade.keys.get(slot) is not key:
            self.shadow.unset(shade, slot)
        self.shadow.set(shade, slot, child, key)

    # -- calls, returns, names

    def compare_frames(self):
        recorder, pick = self.recorder, self.shadow.known.get
        self.calls, self.returns = recorder.pushed, recorder.popped
        recorder.pushed, recorder.popped = [], []
        for frame in self.returns:
            if frame.namespace:
                self.lose(frame.names_of, None)
            if frame.address in self.kept:
                self.compare_kept(frame, self.kept[frame.address])
            else:
                self.compare_ended(frame)
        for address in self.look.names:
            frame = recorder.frames[address]
            if not frame.namespace and frame not in self.calls:
                self.compare_names(frame, frame.names, self.early)
        for frame in self.calls:
            if frame.generator:
                self.compare_resumed(frame)
            self.targets.extend(filter(None, (pick(address) for _, address in self.look.names.get(frame.address, ()))))
            if frame.namespace and pick(frame.namespace):
                self.targets.append(pick(frame.namespace))

    def compare_ended(self, frame):
        """Its names are let go; those of a generator up to 3.10 by its frame object, which may live on."""
        shade = frame_shade(frame.resumed)
        if shade is not None:
            self.lose(shade, None)
        if shade is not None and self.here(shade):
            self.compare_kept(frame, shade)
            return
        for shade in frame.names.values():
            self.lose(shade, None)

    def compare_resumed(self, frame):
        """A generator runs on: its names go into the frame, and what was on its stack is out of sight."""
        pick = self.shadow.known.get
        frame.resumed = pick(frame.generator)
        keeper = frame.resumed if VERSION >= (3, 11) else pick(frame.address)
        if keeper is not None and keeper.id not in self.fresh and frame.address in self.look.names:
            names = {slot: child for slot, child in keeper.slots.items() if slot not in FRAME_SLOTS}
            self.compare_names(frame, names, self.late)

    def compare_names(self, frame, names, early):
        pick = self.shadow.known.get
        new = {name: pick(address) for name, address in self.look.names[frame.address]}
        for name, shade in new.items():
            old = names.get(name)
            if old is shade:
                continue
            self.targets.append(shade)
            if old is not None:
                self.lose(old, None)
            (early if old is None else self.late).append(lambda name=name, shade=shade: self.bind(frame, name, shade))
        for name, old in names.items():
            if name not in new:
                self.lose(old, lambda name=name: self.unbind(frame, name))

    def bind(self, frame, name, shade):
        self.shadow.gain(shade)
        self.shadow.op("bind", name=name, to=shade.id, **self.recorder.frame_member(frame))
        old = frame.names.get(name)
        frame.names[name] = shade
        if old is not None:
            self.shadow.lose(old)

    def unbind(self, frame, name):
        self.shadow.op("unbind", name=name, **self.recorder.frame_member(frame))
        self.shadow.lose(frame.names.pop(name))

    def push(self, frame):
        recorder, pick = self.recorder, self.shadow.known.get
        names = self.look.names.get(frame.address, ())
        namespace = pick(frame.namespace) if frame.namespace else None
        recorder.stack.append(frame)
        if frame.resumed is not None:
            self.resume(frame)
            return
        first = {name: pick(address) for name, address in names}
        if VERSION >= (3, 11):
            frame.names = first
            for shade in frame.names.values():
                self.shadow.gain(shade)
        if namespace is not None:
            self.shadow.gain(namespace)
            frame.names_of = namespace
            recorder.spaces.setdefault(frame.namespace, []).append(frame)
        else:
            frame.namespace = 0
        self.shadow.op("call", name=frame.name, thread=frame.thread, namespace=namespace.id if namespace else None,
                       args={name: shade.id for name, shade in frame.names.items()} or None,
                       locals_=list(frame.slots) if not frame.namespace and frame.slots else None)
        if VERSION <= (3, 10):     # `args` would be held by the caller as well, which not every call does
            for name, shade in first.items():
                self.bind(frame, name, shade)

    def resume(self, frame):
        generator = frame.resumed
        generator.started = True
        keeper = generator if VERSION >= (3, 11) else generator.slots["frame"]
        self.shadow.op("call", name=frame.name, thread=frame.thread, resume=generator.id)
        frame.namespace = 0
        frame.names = {slot: child for slot, child in keeper.slots.items() if slot not in FRAME_SLOTS}
        keeper.slots = {slot: child for slot, child in keeper.slots.items() if slot in FRAME_SLOTS}

    def pop(self, frame):
        """A return; one that is not the innermost of its thread ends with the frames above it."""
        shadow, recorder = self.shadow, self.recorder
        value = frame.value
        known = value is not None and value.alive and (self.here(value) or value.id in self.spared)
        keeper = self.kept.get(frame.address)
        keep = keeper if keeper is None or keeper is not frame_shade(frame.resumed) else frame.resumed
        shadow.op("return", thread=frame.thread, value=value.id if known else None, keep=keep.id if keep else None)
        number = len(recorder.stack) - 1
        while recorder.stack[number] is not frame:
            number -= 1
        del recorder.stack[number]
        if keeper is not None:
            keeper.slots.update(frame.names)
            keeper.tracked = True
        elif frame_shade(frame.resumed) is not None:
            frame_shade(frame.resumed).slots.update(frame.names)
            shadow.lose(frame.resumed.slots.pop("frame"))
        else:
            for shade in frame.names.values():
                shadow.lose(shade)
        if frame.namespace:
            recorder.spaces[frame.namespace].remove(frame)
            if not recorder.spaces[frame.namespace]:
                del recorder.spaces[frame.namespace]
            shadow.lose(frame.names_of)

    # -- order

    def find_lost(self):
        """Those that this change may leave without a holder, and what only they hold: which of them live?"""
        self.endangered = []
        losing, asked = {}, set()
        work = []

        def lose(shade, number):
            losing[shade.id] = losing.get(shade.id, 0) + number
            if losing[shade.id] >= shade.count - shade.pins and not shade.immortal and shade.id not in asked:
                asked.add(shade.id)
                work.append(shade)
        for shade in self.look.dead:
            if shade.alive and not self.here(shade) and not self.recorder.is_running(shade):
                asked.add(shade.id)
                self.bury(shade, lose)
        for shade, number in self.losses.values():
            lose(shade, number)
        while work:
            shade = work.pop()
            if self.here(shade):
                self.endangered.append(shade)
                continue
            if self.recorder.is_running(shade):
                continue
            count = 0 if self.look.complete else self.recorder.count_at(shade)
            if count:
                self.spared[shade.id] = shade, count
            else:
                self.bury(shade, lose)

    def bury(self, shade, lose):
        self.dead[shade.id] = shade
        if shade.pins:
            self.late.append(lambda: self.unpin_all(shade))
        for child in shade.children():
            lose(child, 1)

    def unpin_all(self, shade):
        if shade.alive and shade.pins:
            self.shadow.unpin(shade, shade.pins, pin_label(shade))

    def hold_endangered(self):
        busy = len(self.late) + len(self.returns) > 1
        held = {shade.id for shade in self.held}
        wanted = self.endangered + [shade for shade, _ in self.spared.values()]
        if busy:
            wanted += self.targets
        for frame in self.returns:
            if frame.value is not None and frame.value.alive and self.here(frame.value):
                wanted.append(frame.value)
        for shade in wanted:
            if shade.id not in held and not shade.immortal:
                held.add(shade.id)
                self.shadow.hold(shade)
                self.held.append(shade)

    def early_and_late(self):
        yield from self.early
        for frame in self.returns:
            yield lambda frame=frame: self.pop(frame)
        for frame in self.calls:
            yield lambda frame=frame: self.push(frame)
        yield from self.late

    # -- counts

    def adjust_pins(self):
        """What is referred to more often than its holders tell gets pins. Returns those that have too many pins."""
        self.real = {}             # id: count
        leaving = {shade.id: 1 for shade in self.held}
        for shade in self.dead.values():
            for child in shade.children() if shade.alive else EMPTY:
                leaving[child.id] = leaving.get(child.id, 0) + 1
        look, too_many = self.look, []
        for shade, count in zip(look.shades, look.counts):
            if shade.count == count and not shade.unsure and shade.id not in leaving:
                self.real[shade.id] = count
            else:
                self.adjust(shade, count, leaving, too_many)
        for shade, count in self.spared.values():
            self.adjust(shade, count, leaving, too_many)
        if look.collects:
            for shade, thing in zip(look.shades, look.photos):
                if shade.kind in MAY_BE_UNTRACKED:
                    shade.tracked = gc.is_tracked(thing)
                    if not shade.tracked and self.shadow.generations[shade.generation].pop(shade.id, None):
                        shade.generation = 0
                        self.shadow.generations[0][shade.id] = shade
        return too_many

    def adjust(self, shade, count, leaving, too_many):
        if shade.immortal or not shade.alive:
            return
        runs = shade.kind == "frame" and shade.address in self.recorder.camera.running
        shade.unsure = runs or shade.address == self.skip or count > IMMORTAL
        if runs and shade.address in self.recorder.frames:
            self.recorder.frames[shade.address].shade = shade
        excess = count - shade.count + leaving.get(shade.id, 0)
        if shade.unsure:
            if shade.count == leaving.get(shade.id, 0) or runs and not shade.pins:
                self.shadow.pin(shade, 1, pin_label(shade))
            return
        self.real[shade.id] = count
        if excess > 0:
            self.shadow.pin(shade, excess, pin_label(shade))
        elif excess < 0 and shade.pins:
            too_many.append((shade, -excess))

    def settle(self):
        recorder, look = self.recorder, self.look
        for shade in self.shadow.died:
            if shade.kind == "frame":
                recorder.show(shade.address, EMPTY)
        limbo = recorder.limbo
        if look.complete:
            limbo = {shade.id: shade for shade in look.shades[look.reached:] if not shade.immortal}
        else:
            for shade in look.shades[:look.reached]:
                limbo.pop(shade.id, None)
        limbo.update((name, shade) for name, (shade, _) in self.spared.items())
        recorder.limbo = {name: shade for name, shade in limbo.items() if shade.alive} if look.complete else limbo

    def empty(self, shade):
        """It is dead; in the trace it would live on, in a cycle that the program cut within this line."""
        shadow = self.shadow
        if shade.kind in CLEARABLE and shade.owner is None:
            shadow.op("clear", from_=shade.id)
            children, shade.slots, shade.keys = list(shade.children()), [] if shade.kind in SEQUENCES else {}, {}
            for child in children:
                shadow.lose(child)
        elif type(shade.slots) is dict:
            for slot in [slot for slot in shade.slots if slot != "__dict__"]:
                if shade.alive:
                    shadow.unset(shade, slot)

    # -- collections and checks

    def collect(self):
        shadow, collection = self.shadow, self.collection
        predicted = shadow.unreachable(collection["generation"])
        for _ in range(len(predicted)):
            kept = [shade for shade in predicted if self.here(shade) or shade.id in self.spared]
            if not kept:
                break
            for shade in kept:
                shadow.pin(shade, 1, pin_label(shade))
                shade.unsure = True
                self.real.pop(shade.id, None)
            predicted = shadow.unreachable(collection["generation"])
        shadow.op("collect", generation=collection["generation"], trigger=collection["trigger"])
        returned, counted = collection["returned"], len(predicted) - shadow.closed(predicted)
        shadow.collect(collection["generation"])
        if counted == returned:
            shadow.op("expect", returned=returned)
        else:
            self.recorder.note("This collection returned %d; %d of these objects are in the recording."
                               % (returned, min(counted, returned)))

    def expect(self):
        shadow, look = self.shadow, self.look
        counts, alive = {}, []
        for shade in list(shadow.touched.values()) + look.fresh:
            if shade.alive and shade.made and not (shade.unsure or shade.immortal) and self.real.get(shade.id) == shade.count:
                counts[shade.id] = shade.count
        alive = sorted(shade.id for shade in look.fresh if shade.id in counts)
        freed = [shade.id for shade in shadow.died if shade.gc and shade.kind != "tuple" and shade.id in self.dead]
        weak = {shade.id: None for shade in shadow.cleared if shade.alive and self.here(shade)
                and look.seen[self.index[shade.id]].extra is None}
        weak.update((shade.id, shade.target.id) for shade in look.fresh
                    if shade.id in counts and shade.target is not None and shade.target.alive)
        shadow.cleared = []
        if counts or freed or weak:
            shadow.op("expect", refcount=counts or None, alive=alive or None, freed=freed or None, weakref=weak or None)


def frame_shade(generator):
    """Up to 3.10: the frame object of a generator that has one."""
    return generator.slots.get("frame") if generator is not None else None


def pin_label(shade):
    return "constants and C code" if shade.kind == "atom" else "the interpreter"


# ---- events of the interpreter ------------------------------------------------------------------------------------------------

SPARES = 60000
NONE = (None,)
ROUNDS = 2               # giving back fills free lists first, which does not count


def spares(number):
    """Objects that count for the collector, one given back when the recorder has made one: tuples too long for a free list, which
    the first collection untracks, so that no list of objects shows them."""
    return [NONE * 21 for _ in range(number)]


class Depth:
    """The interpreter's count of nested calls in a thread, found by measuring: the recorder's own are not to count."""

    def __init__(self):
        self.offset = self.step = 0
        try:
            import ctypes
            self.state = ctypes.PyDLL(None).PyThreadState_Get
            self.state.argtypes, self.state.restype = [], ctypes.c_void_p
            self.cell = ctypes.c_int.from_address
            for offset in range(24, 80, 4):
                values = self.nested(offset, 6)
                steps = {after - before for before, after in zip(values, values[1:])}
                if steps in ({1}, {-1}) and 0 < values[0] < 1000000:
                    self.offset, self.step = offset, -steps.pop()
                    break
        except Exception:
            pass

    def nested(self, offset, levels):
        value = self.cell(self.state() + offset).value
        return [value] + (self.nested(offset, levels - 1) if levels else [])

    def give(self, levels):
        """So many calls more may be nested; a negative number takes them back."""
        if self.step:
            self.cell(self.state() + self.offset).value += levels * self.step

    def left(self):
        """Calls that may be nested in this function's caller."""
        value = self.cell(self.state() + self.offset).value
        return (sys.getrecursionlimit() - value if self.step < 0 else value) + 1

    def used(self):
        """Calls nested now, counted from anywhere."""
        return -self.step * self.cell(self.state() + self.offset).value if self.step else 0


ROOM = 400               # calls that a look may nest
SPOILT = VERSION <= (3, 9)  # there a recursion error that is caught at the limit lets the next one end the process
ENTRY = 5                # calls beyond the limit that a trace function may take until it has its room


class Extent:
    """What the options leave out. The script itself is always a call of the trace: its names hold the modules' objects."""

    def __init__(self, script, options):
        self.script = script
        self.only = {os.path.realpath(name) for name in options["only"]} or None
        self.depth = options["depth"]
        self.first = options["from_line"]
        self.last = options["to_line"]
        self.ranged = self.first is not None or self.last is not None
        self.lines = options["lines"] == "on"

    def has_file(self, filename):
        return self.only is None or os.path.realpath(filename) in self.only

    def has_line(self, frame):
        line = frame.f_lineno
        return (frame.f_code.co_filename == self.script and line is not None and (self.first is None or line >= self.first)
                and (self.last is None or line <= self.last))


def without_hooks(traceback):
    """Cuts off what the hook of a refused call left: itself and the call."""
    entries = []
    while traceback is not None and traceback.tb_frame.f_code.co_filename != __file__:
        entries.append(traceback)
        traceback = traceback.tb_next
    if traceback is not None and len(entries) > 1:
        entries[-2].tb_next = None


def without_own_end(traceback):
    """Cuts off what the recorder's functions that the program calls left: of its output's streams."""
    last = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename != __file__:
            last = traceback
        traceback = traceback.tb_next
    if last is not None and last.tb_next is not None:
        last.tb_next = None


class Tracer:
    """Turns the interpreter's events into looks."""

    def __init__(self, recorder, is_user_file, extent=None):
        self.recorder = recorder
        self.is_user_file = is_user_file
        self.extent = extent
        self.told = {}             # file: whether its lines are recorded
        self.on = extent is None or extent.lines and not extent.ranged  # lines are recorded now
        self.opener = 0            # address of the frame that reached the lines to record
        self.traced = set()        # threads whose events are to come: the main one
        self.paused = set()        # threads in which the program traces itself
        self.threading = None      # the module, once the program has imported it
        self.spares = spares(SPARES)
        self.event = self.on_event # one object, not one for each event
        self.depth = DEPTH
        self.main = _thread.get_ident()    # the thread to which run gives ENTRY
        self.refused = False       # a call was, and the traceback of the error was not seen yet

    def balance(self, before):
        """Automatic collections come when they would come without the recorder: what it keeps is not to count."""
        rounds = ROUNDS
        while rounds:                  # no loop over something: its iterator would count
            rounds -= 1
            excess = gc.get_count()[0] - before
            if excess > 0:
                del self.spares[-excess:]
            while excess < 0:
                self.spares.append(NONE * 21)
                excess += 1

    def follow_threads(self):
        module = sys.modules.get("threading")
        if type(module) is types.ModuleType and "settrace" in module.__dict__:
            self.threading = module
            if not self.follows():
                return
            hook = Hook(module.settrace, getattr(module, "gettrace", None), self, False)
            hook.set(self.on_call)
            module.settrace = hook.settrace
            if hook.get is not None:
                module.gettrace = hook.gettrace

    def follows(self):
        """Whether there are events to follow at all."""
        return self.extent is None or self.extent.lines

    def leave_child(self):
        """A forked process is not recorded: the trace is its parent's."""
        recorder = self.recorder
        recorder.stopped = True
        recorder.lines = []
        try:
            os.close(recorder.out)
        except OSError:
            pass
        recorder.out = None
        if self.follows() and self.hook.get() == self.on_call:
            self.hook.set(None)

    def start(self):
        self.recorder.threads[_thread.get_ident()] = "main"
        os.register_at_fork(after_in_child=self.leave_child)
        gc.callbacks.append(self.on_collection)
        gc.collect()               # what importing and preparing left; the interpreter's own is frozen since the first line
        gc.freeze()
        gc.unfreeze()
        gc.enable()
        if self.follows():
            self.hook = Hook(sys.settrace, sys.gettrace, self, True)
            sys.settrace, sys.gettrace = self.hook.settrace, self.hook.gettrace
            self.hook.set(self.on_call)
            self.traced.add(_thread.get_ident())

    def stop(self):
        if self.follows():
            if self.hook.get() == self.on_call:
                self.hook.set(None)
            sys.settrace, sys.gettrace = self.hook.set, self.hook.get
        if self.threading is not None:
            self.threading.settrace(None)
        if self.on_collection in gc.callbacks:
            gc.callbacks.remove(self.on_collection)

    # -- the program traces itself

    def pause(self, frame):
        self.quietly(lambda: self.guarded(frame, scan=True))
        self.paused.add(_thread.get_ident())
        self.recorder.note("Line %d: the program sets a trace function of its own; what this thread does is not recorded line by line "
                           "until it is taken away." % frame.f_lineno)
        self.recorder.flush()

    def resume(self, frame):
        if _thread.get_ident() in self.paused:
            self.paused.discard(_thread.get_ident())
            self.recorder.note("Line %d: the program's own trace function is gone; recorded again from here." % frame.f_lineno)
            self.quietly(lambda: self.catch_up(frame))

    def quietly(self, action):
        before, enabled = gc.get_count()[0], gc.isenabled()
        gc.disable()
        try:
            action()
        except RecursionError:
            pass
        finally:
            self.balance(before)
            if enabled:
                gc.enable()

    def catch_up(self, frame):
        """After a time without events: calls that run and are not known begin, what has ended ends, all is looked at."""
        self.enter_unknown(frame)
        self.guarded(frame, scan=True)

    def enter_unknown(self, frame):
        tops = sys._current_frames()
        tops[_thread.get_ident()] = frame
        for ident, top in tops.items():
            calls = []
            while top is not None:
                known = self.recorder.frames.get(id(top))
                if (known is None or known.code != id(top.f_code)) and self.is_user_file(top.f_code.co_filename):
                    calls.append(top)
                top = top.f_back
            for each in reversed(calls):
                if self.wants(each):
                    self.recorder.enter(each, ident)
                    if self.on:
                        each.f_trace = self.event
        tops.clear()

    def wants(self, frame):
        """Whether a call of the program's own files is one in the trace."""
        extent = self.extent
        if extent is None:
            return True
        return (self.tells_lines(frame) or frame.f_code.co_name == "<module>" and frame.f_code.co_filename == extent.script) and (
            extent.depth is None or self.recorder.depth_of(frame) <= extent.depth)

    def tells_lines(self, frame):
        filename = frame.f_code.co_filename
        told = self.told.get(filename)
        if told is None:
            told = self.told[filename] = self.extent is None or self.extent.has_file(filename)
        return told

    def in_pause(self):
        return bool(self.paused) and _thread.get_ident() in self.paused

    def guarded(self, frame, skip=0, **how):
        """One look with the collector off; whatever goes wrong in it never reaches the program."""
        recorder = self.recorder
        if recorder.stopped or not recorder.looking.acquire(False):
            return
        recorder.busy = True
        enabled = gc.isenabled()
        gc.disable()
        try:
            recorder.sync(frame, skip, **how)
        except Exception as error:
            if os.environ.get("HEAPLOUPE_DEBUG"):
                import traceback
                traceback.print_exc()
            recorder.lines = []
            recorder.give_up("%s: %s" % (type(error).__name__, error))
        finally:
            recorder.busy = False
            recorder.looking.release()
            if enabled:
                gc.enable()

    def on_call(self, frame, event, arg):
        try:
            self.depth.give(ROOM)
        except RecursionError:         # the next call raises the program's own
            if SPOILT:
                raise
            return None
        try:
            if self.depth.step and self.main == _thread.get_ident() and self.depth.left() - ROOM + 1 < ENTRY:
                self.refuse()
            return self.at_call(frame)
        finally:
            self.depth.give(-ROOM)

    def at_call(self, frame):
        recorder = self.recorder
        if recorder.stopped or recorder.busy or not self.is_user_file(frame.f_code.co_filename):
            return None
        if recorder.collecting is not None and frame.f_code.co_flags & GENERATOR_CODE:
            return None                # the collector closes it, which the op of the collection tells
        if not self.on:
            return self.event if frame.f_code.co_filename == self.extent.script else None
        if self.in_pause() or not self.wants(frame):
            return None
        before, enabled = gc.get_count()[0], gc.isenabled()
        gc.disable()
        try:
            recorder.enter(frame)
            self.guarded(frame)
        except RecursionError:         # not looked at: too near the limit
            pass
        finally:
            self.balance(before)
            if enabled:
                gc.enable()
        return self.event if self.tells_lines(frame) else None

    def refuse(self):
        """A call beyond the recursion limit. The interpreter takes a trace function away that raises: a profile function
        puts it back."""
        if sys.getprofile() is None:
            sys.setprofile(self.on_refused)
        self.refused = True
        raise RecursionError("maximum recursion depth exceeded")

    def on_refused(self, frame, event, arg):
        sys.setprofile(None)
        self.depth.give(ROOM)
        try:
            without_hooks(sys.exc_info()[2])
            self.recover(frame)
            if event == "return":
                self.at_event(frame, event, arg)
        finally:
            self.depth.give(-ROOM)

    def on_event(self, frame, event, arg):
        if event == "exception":
            if self.refused:
                self.refused = False
                without_hooks(arg[2])
            elif arg[2] is not None:
                without_own_end(arg[2])
        try:
            self.depth.give(ROOM)
        except RecursionError:
            if SPOILT:
                raise
            return self.event
        try:
            return self.at_event(frame, event, arg)
        finally:
            self.depth.give(-ROOM)

    def at_event(self, frame, event, arg):
        recorder = self.recorder
        if recorder.stopped or recorder.busy or event == "exception":
            return self.event
        if recorder.collecting is not None and id(frame) not in recorder.frames:
            return self.event          # a generator that the collector closes
        if self.paused and self.in_pause():
            return self.event
        if not self.on:
            if event != "line" or not self.extent.has_line(frame):
                return self.event
            self.on, self.opener = True, id(frame)
            self.quietly(lambda: self.catch_up(frame))
        elif id(frame) not in recorder.frames:
            return self.event          # deeper than what is recorded
        if self.threading is None:
            self.follow_threads()
        before, enabled = gc.get_count()[0], gc.isenabled()
        gc.disable()
        try:
            self.guarded(frame, id(arg) if event == "return" else 0)
            if id(frame) == self.opener and (event == "return" or event == "line" and not self.extent.has_line(frame)):
                self.on, self.opener = False, 0
            if event == "line":
                if self.on:
                    recorder.at_line(frame)
            elif event == "return":
                recorder.leave(frame, id(arg))
        except RecursionError:
            pass
        finally:
            self.balance(before)
            if enabled:
                gc.enable()
        return self.event

    def on_collection(self, phase, info):
        recorder = self.recorder
        before, recorder.inside = recorder.inside, _thread.get_ident()
        self.depth.give(ROOM)
        try:
            self.recover(sys._getframe(1))
            self.at_collection(phase, info, sys._getframe(1))
        except RecursionError:
            recorder.collecting = None
        finally:
            self.depth.give(-ROOM)
            recorder.inside = before

    def recover(self, frame):
        """The interpreter takes a trace function away that it cannot call: at the recursion limit."""
        recorder = self.recorder
        if (self.follows() and self.traced and not recorder.stopped and not recorder.busy and not self.paused
                and _thread.get_ident() in self.traced and self.hook.get() is None):
            self.hook.set(self.on_call)
            if self.on:
                self.quietly(lambda: self.catch_up(frame))

    def at_collection(self, phase, info, frame):
        recorder = self.recorder
        if recorder.stopped or recorder.busy:
            recorder.collecting = None
            return
        if phase == "start":
            if not self.on:
                self.enter_unknown(frame)
            threshold = gc.get_threshold()[0]
            automatic = gc.isenabled() and 0 < threshold < gc.get_count()[0]
            self.guarded(frame, **self.needed(info["generation"]))
            self.spares += spares(SPARES - len(self.spares))    # the collection starts to count anew
            recorder.collecting = {"generation": info["generation"], "trigger": "automatic" if automatic else "manual"}
        elif recorder.collecting is not None:
            collection, recorder.collecting = recorder.collecting, None
            collection["returned"] = info["collected"] + info["uncollectable"]
            self.guarded(frame, collection=collection, **self.needed(info["generation"]))

    def needed(self, generation):
        """A collection of young objects needs only these to be as they are, when the rest was looked at."""
        return {"scan": True} if generation == 2 or not self.on or self.paused else {"generation": generation}


class Passing:
    """The program's trace function; it does not see the calls of the recorder."""
    __slots__ = ("function", "recorder")

    def __init__(self, function, recorder):
        self.function = function
        self.recorder = recorder

    def __call__(self, frame, event, arg):
        if frame.f_code.co_filename == __file__ or self.recorder.inside and self.recorder.inside == _thread.get_ident():
            return None
        return self.function(frame, event, arg)


class Hook:
    """In the place of settrace and gettrace: the program does not see the recorder's function, and gets what it sets."""

    def __init__(self, set, get, tracer, pauses):
        self.set, self.get = set, get
        self.tracer, self.pauses = tracer, pauses

    def settrace(self, function):
        tracer = self.tracer
        if function is None or function == tracer.on_call:
            self.set(tracer.on_call)
            if self.pauses:
                tracer.resume(sys._getframe(1))
        elif self.pauses:
            if not tracer.in_pause() and not tracer.recorder.stopped:
                tracer.pause(sys._getframe(1))
            self.set(Passing(function, tracer.recorder))
        else:
            self.set(function)

    def gettrace(self):
        function = self.get()
        return None if function == self.tracer.on_call else function.function if type(function) is Passing else function


# ---- the program's output -----------------------------------------------------------------------------------------------------

class BufferedWriter(io.BufferedWriter):
    """The binary side of sys.stdout: what passes is told to the recorder too."""
    heaploupe = None
    stream = None
    unbuffered = False             # python -u, PYTHONUNBUFFERED

    def write(self, data):
        if self.heaploupe is not None:
            before, self.heaploupe.inside = self.heaploupe.inside, _thread.get_ident()
            DEPTH.give(ROOM)
            try:
                frame = sys._getframe().f_back
                if self.heaploupe.recover is not None and frame is not None:
                    self.heaploupe.recover(frame)
                self.heaploupe.print(bytes(data).decode("utf-8", "replace"), self.stream)
            except RecursionError:     # the line is the program's all the same
                pass
            finally:
                DEPTH.give(-ROOM)
                self.heaploupe.inside = before
        return self.raw.write(data) if self.unbuffered else super().write(data)


def tee(recorder, name):
    """Puts a stream of the same properties in the place of sys.stdout or sys.stderr."""
    old = getattr(sys, name)
    if type(old) is not io.TextIOWrapper:
        return
    old.flush()
    raw = io.FileIO(old.fileno(), "w", closefd=False)
    raw.name = "<%s>" % name
    buffer = BufferedWriter(raw)
    buffer.heaploupe, buffer.stream = recorder, name
    buffer.unbuffered = type(old.buffer) is io.FileIO
    new = io.TextIOWrapper(buffer, old.encoding, old.errors, "\n", old.line_buffering, write_through=True)
    new.mode = "w"
    setattr(sys, name, new)
    setattr(sys, "__%s__" % name, new)


# ---- live: statements from a pipe ---------------------------------------------------------------------------------------------

LIVE_FILE = "<stdin>"     # as tracebacks of the interactive interpreter call it
LIVE_IN, LIVE_OUT = 3, 4  # descriptors: source lines come, the trace goes
LIVE_CANCEL = "\3"        # a line that forgets the block begun
LIVE_PIPE_BYTES = 1 << 20 # what C code and child processes may print in one statement
UNTRANSLATABLE = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)
CODEOP_FLAGS = 0x4200     # of the compiler: a block may go on, input may be incomplete


def catch_output():
    """What is written to descriptors 1 and 2: a pipe's end to read from."""
    reading, writing = os.pipe()
    try:
        import fcntl
        fcntl.fcntl(writing, 1031, LIVE_PIPE_BYTES)
    except OSError:
        pass
    os.set_blocking(reading, False)
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.close(writing)
    return reading


class LiveRecorder(Recorder):
    """Counts the lines of all statements through, as the trace's source has them."""

    def __init__(self, *arguments):
        Recorder.__init__(self, *arguments)
        self.places = {}           # id of a code: (weak reference to it, line of its statement less one)
        self.caught = catch_output()
        self.home = None           # the code of the frame that stays, and
        self.spoken = None         # … (code, line) that the statement ran last in its stead
        self.begun = 0             # the line just told, until an event of the interpreter tells it again

    def statement(self, line, text):
        self.begun = line
        self.write({"op": "line", "line": line, "text": text.encode("utf-8", "replace").decode("utf-8")})

    def remember(self, code, before):
        """Weakly: constants of a statement go with it. Codes of dead functions are forgotten."""
        self.places = {key: place for key, place in self.places.items() if place[0]() is not None}
        self.mentions.clear()      # another code may stand at the same address now
        codes = [code]
        while codes:
            code = codes.pop()
            self.places[id(code)] = (reference_to(code), before)
            codes.extend(each for each in code.co_consts if type(each) is types.CodeType)

    def mention(self, code, line):
        if code is self.home and self.spoken is not None:
            code, line = self.spoken
        return Recorder.mention(self, code, line)

    def print(self, text, stream):
        self.print_caught()
        Recorder.print(self, text, stream)

    def print_caught(self):
        """What C code and child processes have printed."""
        try:
            data = os.read(self.caught, LIVE_PIPE_BYTES)
        except OSError:            # nothing, or the program has closed it
            return
        for line in data.decode("utf-8", "replace").splitlines():
            self.print_line(line, "stdout")

    def at_line(self, frame):
        known = self.places.get(id(frame.f_code))
        if self.stopped or known is None or known[0]() is not frame.f_code:
            return
        line, begun, self.begun = frame.f_lineno + known[1], self.begun, 0
        if line != begun:
            self.write({"op": "line", "line": line})


class LiveTracer(Tracer):
    """A statement's own frame is none in the trace: its names are those of the frame that stays (Live.loop's caller)."""

    def __init__(self, recorder, is_user_file):
        Tracer.__init__(self, recorder, is_user_file)
        self.code = None           # the statement's, while it runs
        self.interrupted = False

    def on_call(self, frame, event, arg):
        if frame.f_code is self.code:
            return self.event
        try:
            result = Tracer.on_call(self, frame, event, arg)
        except RecursionError:     # the program's own comes next
            return None
        self.raise_interrupt()
        return result

    def on_event(self, frame, event, arg):
        Tracer.on_event(self, frame, event, arg)
        if frame.f_code is self.code:
            self.recorder.spoken = frame.f_code, frame.f_lineno
        self.raise_interrupt()
        return self.event

    def raise_interrupt(self):
        if self.interrupted:
            self.interrupted = False
            raise KeyboardInterrupt

    def on_interrupt(self, number, frame):
        """Never in the midst of a look: then it comes at the look's end. Between statements it means nothing."""
        inside = False
        while frame is not None and frame.f_code is not self.code:
            inside = inside or frame.f_code.co_filename == __file__
            frame = frame.f_back
        if frame is not None and not inside:
            raise KeyboardInterrupt
        self.interrupted = frame is not None


class Silent(io.RawIOBase):
    """Under sys.stdout and sys.stderr: what is printed has gone into the trace already."""

    def writable(self):
        return True

    def write(self, data):
        return len(data)


class Live:
    """One source line after the other; answers are ops and then a mark, {"x-live": what}: `more` lines are expected, the
    statement is `done`, the interpreter goes (`exit`, with its status), the recording `failed`."""

    def __init__(self, recorder, tracer, namespace):
        import codeop
        self.recorder = recorder
        self.tracer = tracer
        self.namespace = namespace
        self.compile = codeop.CommandCompiler()
        self.pending = b""
        self.line = 1              # of the next statement's first
        self.status = None
        self.extra = {id(namespace): self.held_by_statement()}

    def held_by_statement(self):
        """References to the namespace that only running a statement makes."""
        counts = []
        code = compile("pass", LIVE_FILE, "single")

        def count(frame, event, arg):
            if frame.f_code is code:
                counts.append(getrefcount(self.namespace))
        sys.settrace(count)
        exec(code, self.namespace)
        sys.settrace(None)
        return counts[0] - getrefcount(self.namespace)

    def read_line(self):
        while b"\n" not in self.pending:
            data = os.read(LIVE_IN, 65536)
            if not data:
                return None
            self.pending += data
        line, self.pending = self.pending.split(b"\n", 1)
        return line.decode("utf-8", "replace")

    def mark(self, what, **more):
        """Without the collector, which would have its own to tell in the midst of it."""
        enabled = gc.isenabled()
        gc.disable()
        self.recorder.write(dict({"x-live": what}, **more))
        self.recorder.flush()
        if enabled:
            gc.enable()

    def loop(self):
        del builtins.__dict__["heaploupe_live"]
        frame = sys._getframe(1)   # stays, and has the program's names: <module> in the trace
        self.recorder.home = frame.f_code
        self.tracer.guarded(frame)
        self.mark("ready")
        lines = []
        while self.status is None:
            line = self.read_line()
            if line is None:
                if lines:
                    self.take("\n".join(lines), frame, True)
                return
            if line == LIVE_CANCEL:
                lines = []
                self.mark("done")
                continue
            lines.append(line)
            if self.take("\n".join(lines), frame):
                lines = []

    def file_name(self):
        """One for each statement where tracebacks show its text."""
        return "%s-%d" % (LIVE_FILE, self.line) if VERSION >= (3, 13) else LIVE_FILE

    def translate(self, text, last):
        """(code, error): both None when more lines may follow."""
        try:
            code = self.compile(text, self.file_name(), "single")
            if code is not None or not last:
                return code, None
        except UNTRANSLATABLE:
            pass                   # what is wrong, codeop tells in other words than the interpreter
        try:
            return compile(text + "\n", self.file_name(), "single", self.compile.compiler.flags & ~CODEOP_FLAGS, True), None
        except UNTRANSLATABLE as error:
            if type(getattr(error, "filename", None)) is str and error.filename.startswith(LIVE_FILE):
                error.filename = LIVE_FILE
            return None, error.with_traceback(None)

    def take(self, text, frame, last=False):
        """True: the statement is complete and has been run, or is wrong."""
        enabled = gc.isenabled()
        gc.disable()
        before = gc.get_count()[0]
        code, error = self.translate(text, last)
        if code is None and error is None:
            self.mark("more")
        elif text.strip():
            self.recorder.statement(self.line, text.rstrip())
            if error is None:
                self.prepare(code, text)
            self.line += text.rstrip().count("\n") + 1
        self.tracer.balance(before)
        if enabled:
            gc.enable()
        if code is None and error is None:
            return False
        if error is not None:
            sys.excepthook(type(error), error, None)
        else:
            self.run(code)
        code = error = None
        self.finish(frame)
        return True

    def prepare(self, code, text):
        self.recorder.remember(code, self.line - 1)
        self.recorder.ours = self.extra
        if VERSION >= (3, 13):
            sys.modules["linecache"]._register_code(self.file_name(), text, LIVE_FILE)
        if sys.gettrace() is None:
            sys.settrace(self.tracer.on_call)

    def run(self, code):
        self.tracer.code = code
        try:
            exec(code, self.namespace)
        except SystemExit as error:
            self.leave(error.code)
        except BaseException as error:
            traceback = program_part(error.__traceback__)
            sys.last_type, sys.last_value, sys.last_traceback = type(error), error, traceback
            if VERSION >= (3, 12):
                sys.last_exc = error
            sys.excepthook(type(error), error.with_traceback(traceback), traceback)
            traceback = None
        self.tracer.code = None

    def leave(self, status):
        """What the interpreter makes of SystemExit."""
        self.status = status if type(status) is int else 0 if status is None else 1
        if status is not None and type(status) is not int:
            print(status, file=sys.stderr)

    def finish(self, frame):
        recorder = self.recorder
        if self.status is not None:
            import atexit
            atexit._run_exitfuncs()
        recorder.ours = {}
        recorder.begun, recorder.spoken = 0, None
        self.tracer.interrupted = False
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        self.tracer.guarded(frame, scan=True)
        for stream, rest in list(recorder.partial.items()):
            if rest:
                recorder.print("\n", stream)
        recorder.print_caught()
        if recorder.failure is not None:
            self.mark("failed", why=recorder.failure)
        elif self.status is not None:
            self.mark("exit", status=self.status & 255)
        else:
            self.mark("done")


def program_part(traceback):
    """Without frames of the recorder, wherever they stand: an interrupt may come through its trace function."""
    kept = []
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename != __file__:
            kept.append(traceback)
        traceback = traceback.tb_next
    for part, rest in zip(kept, kept[1:] + [None]):
        part.tb_next = rest
    return kept[0] if kept else None


def end_with_parent():
    """heaploupe may be killed while a statement runs."""
    try:
        import _signal
        import ctypes
        ctypes.CDLL(None).prctl(1, _signal.SIGKILL)
    except Exception:
        pass


def live_streams(recorder):
    for name in ("stdout", "stderr"):
        buffer = BufferedWriter(Silent())
        buffer.heaploupe, buffer.stream = recorder, name
        stream = io.TextIOWrapper(buffer, "utf-8", "strict" if name == "stdout" else "backslashreplace", "\n",
                                  name == "stderr", write_through=True)
        stream.mode = "w"
        setattr(sys, name, stream)
        setattr(sys, "__%s__" % name, stream)


def live():
    """What `heaploupe live` runs: the header says hello, then Live.loop."""
    import _signal
    if VERSION >= (3, 13):
        import linecache           # shows the text of statements in tracebacks
    end_with_parent()
    os.open(os.devnull, os.O_RDONLY)   # where this file was (/proc/self/fd/5): tracebacks may look for its text
    for descriptor in (LIVE_IN, LIVE_OUT):
        os.set_inheritable(descriptor, False)
    library = user_files(LIVE_FILE)
    camera = Camera(Peek(), lambda name: name.startswith(LIVE_FILE) or library(name), 100000)
    OWN_TYPES.update(map(id, (BufferedWriter, LiveRecorder, LiveTracer, Live, Camera, Peek, Shade, Frame, Silent)))
    recorder = LiveRecorder(LIVE_OUT, camera, camera.peek, LIVE_FILE, os.getcwd())
    recorder.write(dict(header(LIVE_FILE, ""), title={"en": "live Python", "zh": "实时 Python"}))
    recorder.flush()
    module = prepare_main({"code": "", "rest": []}, LIVE_FILE)
    sys.argv, sys.ps1, sys.ps2 = [""], ">>> ", "... "
    del module.__dict__["__annotations__"]   # comes with the first annotation: what nobody has typed is not to be seen
    camera.module_dicts[id(module.__dict__)] = "__main__"
    live_streams(recorder)
    tracer = LiveTracer(recorder, camera.is_user_file)
    session = Live(recorder, tracer, module.__dict__)
    _signal.signal(_signal.SIGINT, tracer.on_interrupt)
    builtins.heaploupe_live = session.loop
    code = compile("heaploupe_live()", LIVE_FILE, "exec")
    tracer.start()
    try:
        exec(code, module.__dict__)
    finally:
        tracer.stop()
    return session.status or 0


# ---- the command line ---------------------------------------------------------------------------------------------------------

class Failure(Exception):
    """The recorder cannot do its work; args: text, status."""


VALUES = {"-o": "output", "-c": "code", "--max-objects": "max_objects", "--only": "only", "--depth": "depth",
          "--from-line": "from_line", "--to-line": "to_line", "--lines": "lines"}
NUMBERS_FROM = {"max_objects": 1, "depth": 0, "from_line": 1, "to_line": 1}
USAGE = ("usage: heaploupe_record.py [-o FILE] [--only FILE] [--depth N] [--from-line N] [--to-line N] [--lines on|off] [--max-objects N] "
         "SCRIPT [ARG ...] | -c CODE [ARG ...]")


def parse(arguments):
    options = {"output": None, "code": None, "max_objects": "100000", "only": [], "depth": None, "from_line": None, "to_line": None,
               "lines": "on"}
    position = 0
    while position < len(arguments) and arguments[position].startswith("-") and arguments[position] != "-":
        name, equals, value = arguments[position].partition("=")
        position += 1
        if name == "--":
            break
        if name not in VALUES:
            raise Failure("unknown option %s" % name, 2)
        if not equals:
            if position == len(arguments):
                raise Failure("%s needs a value" % name, 2)
            value = arguments[position]
            position += 1
        if name == "--only":
            options["only"].append(value)
        else:
            options[VALUES[name]] = value
        if name == "-c":
            break
    options["rest"] = arguments[position:]
    if options["code"] is None and not options["rest"]:
        raise Failure(USAGE, 2)
    check_values(options)
    return options


def check_values(options):
    for key, least in NUMBERS_FROM.items():
        text = options[key]
        if text is not None:
            if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) >= least):
                raise Failure("--%s needs a number from %d on, not '%s'" % (key.replace("_", "-"), least, text), 2)
            options[key] = int(text)
    if options["lines"] not in ("on", "off"):
        raise Failure("--lines is on or off, not '%s'" % options["lines"], 2)
    if options["from_line"] is not None and options["to_line"] is not None and options["from_line"] > options["to_line"]:
        raise Failure("--from-line %d lies behind --to-line %d" % (options["from_line"], options["to_line"]), 2)
    for name in options["only"]:
        if not os.path.isfile(name):
            raise Failure("--only %s: no such file" % name, 2)


def read_program(options):
    """(name, source text, code object or the SyntaxError)."""
    if options["code"] is not None:
        name, data = "<string>", options["code"].encode("utf-8", "surrogateescape")
        text = options["code"]
    else:
        name = os.path.join(os.getcwd(), options["rest"][0]) if VERSION >= (3, 9) else options["rest"][0]
        try:
            with open(name, "rb") as file:
                data = file.read()
            import tokenize
            encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
            text = data.decode(encoding, "replace")
        except OSError as error:
            raise Failure("%s: %s" % (options["rest"][0], error.strerror), 2) from None
        except SyntaxError:
            text = data.decode("utf-8", "replace")
    return name, text, data


def open_output(options, name):
    path = options["output"]
    if path is None:
        stem = "recorded" if options["code"] is not None else os.path.splitext(os.path.basename(name))[0]
        path = stem + ".heaploupe.jsonl"
    if path == "-":
        raise Failure("-o needs a file: standard output is the program's", 2)
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise Failure("%s: %s" % (path, error.strerror), 2) from None


def header(name, text):
    lines = [line.encode("utf-8", "replace").decode("utf-8") for line in text.splitlines()]
    return {"heaploupe": 1, "title": os.path.basename(name) if name != "<string>" else "a piece of Python",
            "runtime": "cpython-%d.%d" % VERSION,
            "config": {"enabled": False, "threshold": list(gc.get_threshold())},
            "source": {"file": os.path.basename(name), "lines": lines},
            "x-recorder": "heaploupe_record 1", "x-python": "%d.%d.%d" % sys.version_info[:3]}


def user_files(name):
    """Tells whether a code's file is the program's own: the script and what lies beside it, but no library."""
    folder = os.path.dirname(os.path.abspath(name))
    library = os.path.dirname(os.path.abspath(os.__file__))
    cache = {name: True}

    def is_user_file(filename):
        known = cache.get(filename)
        if known is None:
            path = os.path.abspath(filename)
            known = cache[filename] = (not filename.startswith("<") and path.startswith(folder + os.sep)
                                       and not path.startswith(library + os.sep) and path != os.path.abspath(__file__)
                                       and "site-packages" not in path and "dist-packages" not in path)
        return known
    return is_user_file


def prepare_main(options, name):
    """The module __main__ as it is when the interpreter runs the program itself."""
    module = types.ModuleType("__main__")
    module.__dict__["__builtins__"] = builtins
    if options["code"] is None:
        module.__dict__["__file__"] = name
        module.__dict__["__cached__"] = None
        sys.path[0] = os.path.dirname(os.path.realpath(name))
        sys.argv = options["rest"]
    else:
        sys.path[0] = ""
        sys.argv = ["-c"] + options["rest"]
    module.__dict__["__annotations__"] = {}
    sys.modules["__main__"] = module
    return module


def own_part(traceback):
    """Without the frames of the recorder."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
        traceback = traceback.tb_next
    return traceback


def run_bare(options):
    """What cannot be translated, the interpreter itself tells best."""
    start = ["-c", options["code"]] if options["code"] is not None else []
    os.execv(sys.executable, [sys.executable] + start + options["rest"])


def run(code, namespace):
    """The program's status, or None for what the interpreter itself makes of the exception. It may nest as many calls as without us."""
    own = {"used": DEPTH.used}
    exec("depth = used()", own)
    own = own["depth"] - BOTTOM
    DEPTH.give(own + ENTRY)
    try:
        exec(code, namespace)
    except SystemExit:
        raise
    except BaseException as error:
        traceback = own_part(error.__traceback__)
        without_hooks(traceback)
        sys.excepthook(type(error), error.with_traceback(traceback), traceback)
        if isinstance(error, KeyboardInterrupt):
            return 130
        return 1
    finally:
        DEPTH.give(-own - ENTRY)
    return 0


def close_own_file():
    """heaploupe runs this file as /proc/self/fd/N: the program does not inherit N. Emptied, it tells heaploupe that it was run."""
    if __file__.startswith("/proc/self/fd/"):
        try:
            os.ftruncate(int(os.path.basename(__file__)), 0)
            os.close(int(os.path.basename(__file__)))
        except (OSError, ValueError):
            pass


def main(arguments):
    if not (3, 8) <= VERSION <= (3, 13) or sys.implementation.name != "cpython":
        raise Failure("recording needs CPython 3.8 to 3.13, this is %s %d.%d" % ((sys.implementation.name,) + VERSION), 125)
    close_own_file()
    if arguments == ["--live"]:
        return live()
    options = parse(arguments)
    name, text, data = read_program(options)
    peek = Peek()
    is_user_file = user_files(name)
    camera = Camera(peek, is_user_file, options["max_objects"])
    OWN_TYPES.update(map(id, (BufferedWriter, Recorder, Tracer, Camera, Peek, Shade, Frame)))
    recorder = Recorder(open_output(options, name), camera, peek, name, os.path.dirname(os.path.abspath(name)))
    recorder.write(header(name, text))
    recorder.flush()
    try:
        code = compile(data, name, "exec", dont_inherit=True)
    except Exception:
        run_bare(options)
    if options["code"] is not None and VERSION >= (3, 13):     # tracebacks show its lines
        import linecache
        linecache._register_code(name, text, name)
    module = prepare_main(options, name)
    camera.module_dicts[id(module.__dict__)] = "__main__"
    tee(recorder, "stdout")
    tee(recorder, "stderr")
    tracer = Tracer(recorder, is_user_file, Extent(name, options))
    camera.hidden = (id(tracer.event),)
    tracer.start()
    recorder.recover = tracer.recover
    try:
        status = run(code, module.__dict__)
    finally:
        tracer.quietly(lambda: tracer.guarded(sys._getframe(1), scan=True))
        tracer.stop()
        for stream, rest in recorder.partial.items():
            if rest:
                recorder.print_line(rest, stream)
        recorder.partial.clear()
        recorder.flush()
    if recorder.failure is not None:
        sys.__stderr__.write("heaploupe: recording failed: %s\n" % recorder.failure)
        status = 125
    return status


DEPTH = Depth()
BOTTOM = DEPTH.used()    # here, as in a module that the interpreter runs

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        sys.stderr.write("heaploupe: %s\n" % failure.args[0])
        sys.exit(failure.args[1])

"""heaploupe_snapshot: writes the heap of this very process as a trace for heaploupe.

Paste the function into the console of a running service, or import this file, and call heaploupe_snapshot("heap.jsonl");
then, anywhere: heaploupe heap.jsonl. Standard library only, CPython 3.8 to 3.13.
(A console ends a block at an empty line: inside the functions there is none.)

The idea: the generation lists, the reference counts and the referents of each object are all the collector goes by. The
lists are taken before this code makes much, then the counts; what the holders found do not explain is a pin. The collector
visits referents in the order in which gc.get_referents tells them: an object is written as one of the format's kinds only
where that kind visits in this very order, else as `opaque`, which visits as written.
"""


def heaploupe_snapshot(path, leave_out=(), addresses=False):
    """Writes all objects the collector knows, and the untracked dicts and tuples they hold, to `path`; returns how many.
    The process is as before afterwards. No code of the program runs: containers are read by the methods of the built-in
    types, attributes and local variables where the interpreter keeps them.
    leave_out: objects that are not the program's; of a namespace also its functions and their frames.
    addresses: each object's id() is noted as "x-address"."""
    import sys
    had_gc = "gc" in sys.modules
    import gc
    counters, enabled = gc.get_count(), gc.isenabled()
    gc.disable()
    # What is made from here on is in none of the lists; what was made before is told by `own`.
    objects = gc.get_objects(generation=0)
    ends = [len(objects)]
    objects += gc.get_objects(generation=1)
    ends.append(len(objects))
    objects += gc.get_objects(generation=2)
    ends.append(len(objects))
    own, own_code = {id(counters), id(leave_out)}, sys._getframe().f_code
    own.update(map(id, leave_out))
    if not had_gc:
        own.update(map(id, [value for value in gc.__dict__.values() if type(value) is not type] + [gc, gc.__dict__]))
    version = sys.version_info[:2]
    HEAP_TYPE, CLASS, EXCEPTION, MANAGED_DICT, INLINE_VALUES = 1 << 9, 1 << 31, 1 << 30, 1 << 4, 1 << 2
    MISREAD = (OSError, ValueError, TypeError, IndexError, OverflowError, MemoryError)     # what lies there is something else
    SHARED_KEYS = 20                   # more of them and the simulator's table of shared keys could run out
    Function, Frame, Module, Generator = type(lambda: 0), type(sys._getframe()), type(sys), type(i for i in ())
    Member, Attribute = type(type.__dict__["__basicsize__"]), type(type.__dict__["__bases__"])
    name_of, qualname_of, mro_of, namespace_of, flags_of, basicsize_of = wrappers = [
        type.__dict__["__%s__" % name].__get__ for name in "name qualname mro dict flags basicsize".split()]
    KINDS = {"builtin_function_or_method": "builtin_function", "collections.deque": "deque", "functools.partial": "partial"}
    for name in "list tuple dict set frozenset function cell method generator coroutine frame traceback module property".split():
        KINDS[name] = name
    SLOTS = {
        "function": "code globals builtins module defaults kwdefaults doc name dict closure annotations qualname",
        "cell": "contents", "method": "function self", "builtin_function": "class self module", "traceback": "next frame",
        "exception": "dict args notes traceback cause context", "module": "dict", "type": "dict cache mro bases base module",
        "property": "get set del doc", "partial": "function args keywords dict"}
    SLOTS = {kind: {name: place for place, name in enumerate(names.split())} for kind, names in SLOTS.items()}
    OUTER_SLOTS = {"generator": ("frame", "exception"), "coroutine": ("frame", "exception"), "frame": ("back", "trace")}
    MEMBERS = {
        "__globals__": "globals", "__builtins__": "builtins", "__closure__": "closure", "__defaults__": "defaults",
        "__kwdefaults__": "kwdefaults", "__func__": "function", "__self__": "self", "fget": "get", "fset": "set", "fdel": "del",
        "func": "function", "args": "args", "keywords": "keywords", "tb_frame": "frame", "tb_next": "next",
        "__traceback__": "traceback", "__cause__": "cause", "__context__": "context", "__base__": "base", "__mro__": "mro",
        "__bases__": "bases", "start": "start", "stop": "stop", "step": "step", "default_factory": "default_factory",
        "__objclass__": "objclass"}
    #
    def quote(text):
        if len(text) > 80:
            text = text[:77] + "..."
        if not text.isprintable():
            text = ascii(text)[1:-1]
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    #
    def key_text(key):
        kind = type(key)
        if kind is str:
            return key or "''"
        if kind is float or kind is bool or key is None or kind is int and -1 << 64 < key < 1 << 64:
            return repr(key)
        if kind is bytes:
            return repr(key[:60])
        if kind is tuple and len(key) < 5 and not [1 for part in key if type(part) not in (str, int, float, bool)]:
            return "(" + ", ".join([repr(part if type(part) is not str else part[:30]) for part in key]) + ")"
        return "key of type " + name_of(kind)
    #
    def words(address, count):
        memory.seek(address)
        return memoryview(memory.read(8 * count)).cast("Q").tolist()
    #
    def interned_at(address):
        """The interned text that lies there; None if it is another object."""
        size = words(address + 16, 1)[0]
        memory.seek(address + (48 if version == (3, 11) else 40))
        text = intern(memory.read(min(size, 1000)).decode("ascii", "replace"))
        return text if id(text) == address else None
    #
    def shared_names(cls):
        """Names in the key table that the instances of a class share."""
        keys = words(cls + (872 if version == (3, 11) else 880), 1)[0]
        if not keys:
            return []
        head = words(keys, 4)
        return list(map(interned_at, words(keys + 32 + (1 << (head[1] >> 8 & 255)), 2 * head[3])[::2]))
    #
    def inline_values(thing, size, names):
        """[(address, name)] of the attributes that lie in the instance itself."""
        if version >= (3, 13):
            at = id(thing) + size + 8 if words(id(thing) + size, 1)[0] >> 24 & 255 else 0
        elif version == (3, 12):
            at = words(id(thing) - 24, 1)[0]
            at = at + 1 if at & 1 else 0
        else:
            at = words(id(thing) - 32, 1)[0]
        return [pair for pair in zip(words(at, len(names)), names) if pair[0]] if at else []
    #
    def variables(address, code):
        """[(address, name)] of the local variables that lie there."""
        if version >= (3, 12):             # asking for co_varnames would leave a tuple behind
            at = words(id(code) + 96, 1)[0]
            names = list(map(interned_at, words(at + 24, words(at + 16, 1)[0] & 0xFFFF)))
        elif version == (3, 11):
            names = code.co_varnames + tuple([name for name in code.co_cellvars if name not in code.co_varnames]) + code.co_freevars
        else:
            names = code.co_varnames + code.co_cellvars + code.co_freevars
        return [pair for pair in zip(words(address, len(names)), names) if pair[0]] if names else []
    #
    def frame_variables(frame):
        if version >= (3, 11):
            return variables(words(id(frame) + 24, 1)[0] + 72, frame.f_code)
        return variables(id(frame) + (352 if version == (3, 10) else 360), frame.f_code)
    #
    def plan_of(cls):
        """What the objects of a class have in common: kind, (slot, getter, descriptor, slot …), names of inline values, size,
        class as JSON. In texts and long tuples: small tuples, lists and dicts would stay in free lists, which count."""
        flags, what, slots, names = flags_of(cls), "opaque", [], []
        heap = flags & HEAP_TYPE
        text = type.__repr__(cls)[8:-2] if not heap or name_of(cls) in ("partial", "deque") else ""
        if cls is type:
            what = "type"
        elif flags & EXCEPTION:
            what = "exception"
        elif text in KINDS:
            what = KINDS[text]
        elif heap and not flags & CLASS and basicsize_of(cls) <= 32:
            what = "instance"
        for base in mro_of(cls):
            namespace = namespace_of(base)
            plain = flags_of(base) & HEAP_TYPE and "__slots__" not in namespace and "__module__" in namespace
            if what == "instance" and base is not object and not plain:
                what = "opaque"
            for name, thing in zip(list(namespace), list(namespace.values())):
                if type(name) is str and type(thing) in (Member, Attribute) and (
                        name in MEMBERS or type(thing) is Member and "__slots__" in namespace):
                    slots += (MEMBERS.get(name, name), type(thing).__get__, thing)
        if memory and flags & MANAGED_DICT and version >= (3, 11) and (version < (3, 13) or flags & INLINE_VALUES):
            try:
                names = shared_names(id(cls))
            except MISREAD:
                pass
        names = "\n".join([name or "" for name in names])
        return (what, tuple(slots) + PADDING, names, basicsize_of(cls), type_text(cls)) + PADDING
    #
    def read_dict(thing, refs):
        """(names, keys) beside the referents: values only, or value and key in turn; None where they do not fit."""
        keys, values = list(dict.keys(thing)), list(dict.values(thing))
        if len(refs) == len(keys):
            if list(map(id, refs)) == list(map(id, values)):
                return keys, False
            names, places = [], list(map(id, values))      # a table of shared keys, 30 at most, has an order of its own
            for value in refs:
                if id(value) not in places:
                    return None
                place = places.index(id(value))
                places[place] = None
                names.append(keys[place])
            return names, False
        if len(refs) == 2 * len(keys) and list(map(id, refs)) == [id(part) for pair in zip(values, keys) for part in pair]:
            return keys, True
        return None
    #
    def slot_names(thing, refs, what, cls, plan):
        """A name for each referent, in order; digits where there is none."""
        pairs, known, names, at = [], {}, [], 0
        try:
            if memory and plan[2]:
                pairs = inline_values(thing, plan[3], plan[2].split("\n"))
            elif memory and what == "frame":
                pairs = frame_variables(thing)
            elif memory and what in ("generator", "coroutine") and version >= (3, 11):
                code = thing.gi_code if what == "generator" else thing.cr_code
                pairs = variables(id(thing) + (152 if version == (3, 11) else 144), code)
        except MISREAD:
            pass
        for place in range(0, len(plan[1]) - len(PADDING), 3):
            name, get, descriptor = plan[1][place:place + 3]
            try:
                known.setdefault(id(get(descriptor, thing, cls)), name)
            except AttributeError:
                pass
        for place, value in enumerate(refs):
            if at < len(pairs) and pairs[at][0] == id(value):
                name = pairs[at][1] or str(place)
                at += 1
            elif id(value) in known:
                name = known[id(value)]
            elif value is cls:
                name = "__class__"
            elif what == "cell":
                name = "contents"
            elif what == "frame" and type(value) is Frame and not names:
                name = "back"
            elif type(value) is Frame:
                name = "frame"
            elif what == "type" and type(value) is Module:
                name = "module"
            elif what == "function" and (type(value) is dict and "dict" in names or type(value) is tuple):
                name = "annotations"
            elif type(value) is dict:
                name = "__dict__" if what in ("instance", "opaque") else "dict"
            elif what in ("generator", "coroutine", "frame") and type(value) is Function:
                name = "function"
            else:
                name = str(place)
            names.append(name)
        return names
    #
    def in_order(what, names, numbers):
        """Does this kind visit these slots in this order?"""
        last = -1
        for name, number in zip(names, numbers):
            if number is not None:
                place = SLOTS[what].get(name, -1)
                if place <= last:
                    return False
                last = place
        return True
    #
    def keeps_key_order(cls, names):
        """An instance's attributes stand in the key table of its class where each was first stored: is that their order here?
        Enters the new ones."""
        order = orders[id(cls)].split("\n") if id(cls) in orders else []
        last, known = -1, len(order)
        for name in names:
            if name[:1].isdigit() or name == "__class__":
                return False
            if name != "__dict__":
                if name not in order:
                    order.append(name)
                place = order.index(name)
                if place <= last or len(order) > SHARED_KEYS:
                    return False
                last = place
        if len(order) > known:
            orders[id(cls)] = "\n".join(order)
        return True
    #
    def stand_in(value):
        stand_ins.add(name_of(type(value)))
        return quote(name_of(type(value)))
    #
    def array_text(refs, numbers):
        return "[" + ",".join([str(number) if number is not None else stand_in(value) for value, number in zip(refs, numbers)]) + "]"
    #
    def named_text(names, refs, numbers, needed):
        """{slot: id} of the referents that are in the heap, and of those named in `needed`."""
        taken, parts = set(), []
        for name, value, number in zip(names, refs, numbers):
            if number is None and name not in needed:
                continue
            name = quote(name)
            while name in taken:
                name = name[:-1] + "'\""
            taken.add(name)
            parts.append("%s:%s" % (name, number if number is not None else stand_in(value)))
        return "{" + ",".join(parts) + "}"
    #
    def dict_text(names, refs, numbers):
        """Of a dict whose keys are visited too: `items`, and `keys` for the keys that are in the heap."""
        taken, items, keys = set(), [], []
        for place, key in enumerate(names):
            value, number, own_number = refs[2 * place], numbers[2 * place], numbers[2 * place + 1]
            if number is None and own_number is None:
                continue
            name = quote(key_text(key))
            while name in taken:
                name = name[:-1] + "'\""
            taken.add(name)
            items.append("%s:%s" % (name, number if number is not None else stand_in(value)))
            if own_number is not None:
                keys.append("%s:%d" % (name, own_number))
        return "{" + ",".join(items) + "}" + (',"keys":{' + ",".join(keys) + "}" if keys else "")
    #
    def type_text(cls):
        """The displayed name of a class, as JSON: that of its module too where another class has the name already."""
        text = name_of(cls)
        if text in names_used:
            module = namespace_of(cls).get("__module__")
            text = "%s.%s" % (module if type(module) is str else "?", qualname_of(cls))
        while text in names_used:
            text += "'"
        names_used.add(text)
        return quote(text)
    #
    def module_name(module):
        name = Module.__dict__["__dict__"].__get__(module).get("__name__")
        return name if type(name) is str else ""
    #
    def short_text(thing, what):
        """What tells an object from others of its type."""
        if what == "function":
            return thing.__qualname__
        if what == "type":
            return qualname_of(thing)
        if what == "frame":
            return "%s, line %s" % (thing.f_code.co_name, thing.f_lineno)
        if what in ("generator", "coroutine"):
            return thing.__qualname__
        if what == "module":
            return module_name(thing)
        return namespaces.get(id(thing), "") if what == "dict" else ""
    #
    def object_text(thing, refs):
        """The members of an object from its type on."""
        cls = type(thing)
        numbers = list(map(number_of, map(id, refs)))
        plan = plans.get(id(cls))
        if plan is None:
            plan = plans[id(cls)] = plan_of(cls)
        what, class_text = plan[0], ""
        usual = usual_texts.get(id(cls))
        if usual and len(refs) == plan[2].count("\n") + 2 and refs[-1] is cls and (len(refs) > 2 or type(refs[0]) is not dict):
            return usual % tuple([number if number is not None else stand_in(value) for value, number in zip(refs, numbers)])
        if what == "list" or what == "tuple":
            items = array_text(refs[::-1], numbers[::-1]) if refs else ""
        elif what == "set" or what == "frozenset":
            items = "[" + ",".join([str(number) for number in numbers if number is not None]) + "]"
        elif what == "deque":
            if refs and refs[0] is cls and numbers[0] is not None:
                class_text = ',"class":%d' % numbers[0]
                refs, numbers = refs[1:], numbers[1:]
            items = array_text(refs, numbers)
        elif what == "dict" and (not refs or read_dict(thing, refs)):
            names, paired = read_dict(thing, refs) if refs else ((), False)
            items = dict_text(names, refs, numbers) if paired else named_text(map(key_text, names), refs, numbers, ())
        else:
            names = slot_names(thing, refs, what, cls, plan)
            needed = ()
            first, last = 0, len(refs)
            if what == "instance" and refs and refs[-1] is cls and numbers[-1] is not None:
                last -= 1
                if keeps_key_order(cls, names[:last]):
                    needed = orders[id(cls)].split("\n") if id(cls) in orders else ()
                    if needed == names[:last] == plan[2].split("\n") and plan[4][1:-1] not in KIND_NAMES:
                        # what is written of the usual instance, which has all attributes
                        usual_texts[id(cls)] = '%s,"items":{%s},"class":%%s' % (
                            plan[4].replace("%", "%%"), ",".join([quote(name).replace("%", "%%") + ":%s" for name in needed]))
                else:
                    what, last = "opaque", last + 1
            elif what in ("exception", "partial") and refs and refs[0] is cls and numbers[0] is not None:
                first = 1
            if what == "instance" and last == len(refs) or what in SLOTS and not in_order(what, names[first:], numbers[first:]):
                what, first = "opaque", 0
            if what in ("generator", "coroutine", "frame"):
                outer = OUTER_SLOTS[what]
                names = [name + "'" if name in outer and place else name for place, name in enumerate(names)]
            if first or last < len(refs):
                class_text = ',"class":%d' % numbers[0 if first else -1]
            items = named_text(names[first:last], refs[first:last], numbers[first:last], needed)
        text = plan[4]
        if what != text[1:-1] and (what != "instance" or text[1:-1] in KIND_NAMES):
            text += ',"kind":"%s"' % what
        short = short_text(thing, what)
        if short:
            text += ',"repr":' + quote(short)
        text += class_text
        if what == "opaque" and items in ("", "{}"):
            text += ',"gc":true'
        return text + (',"items":' + items if items not in ("", "{}", "[]") else "")
    #
    def pins_of(number):
        """The references to an object that nothing written here explains."""
        return counts[number - 1] - listed - shares * held[number] - ours.get(number, 0)
    #
    def pin_text(number):
        if counts[number - 1] >= 1 << 31 and version >= (3, 12):
            return ',"immortal":true'
        pins = pins_of(number)
        if pins <= 0 and held[number] == 0:
            pins = 1                       # let go by another thread meanwhile
        return ',"pin":%d' % pins if pins > 0 else ""
    #
    def write_frames(out, frames):
        """The local variables of running functions, as calls: no object of the heap holds them."""
        main, named = None, {}
        for ident, frame in frames.items():
            chain = []
            while frame is not None:
                if frame.f_code is not own_code and id(frame.f_globals) not in own:
                    chain.append(frame)
                frame = frame.f_back
            if main is None and chain and chain[-1].f_code.co_name == "<module>":
                main = ident
            for frame in reversed(chain):
                if not frame.f_code.co_flags & 1 or number_of(id(frame)):
                    continue               # its names are the namespace's, or a generator's
                found = []
                try:
                    values = frame_variables(frame)
                except MISREAD:
                    values = []
                for address, name in values:
                    number = number_of(address)
                    if number and name and named.get(number, 0) < pins_of(number):
                        named[number] = named.get(number, 0) + 1
                        found.append((name, number))
                thread = "" if ident == main else ',"thread":"thread %d"' % ident
                out.write('{"op":"call","name":%s%s}\n' % (quote(frame.f_code.co_name), thread))
                for name, number in found:
                    out.write('{"op":"bind","name":%s,"to":%d}\n' % (quote(name), number))
                    if counts[number - 1] < 1 << 31:
                        out.write('{"op":"unpin","id":%d}\n' % number)
    #
    namespaces = {id(sys.modules): "sys.modules"}
    plans, orders, usual_texts, PADDING = {}, {}, {}, (None,) * 21
    names_used, stand_ins, counts, held, ours, index = set(), set(), [], [], {}, {}
    number_of, intern, memory, shares, listed, mine = index.get, sys.intern, None, 1, 2, []
    KIND_NAMES = set(KINDS.values()) | set(("instance opaque exception type object slice weakref iterator int float complex str "
                                            "bytes bytearray bool NoneType ellipsis range long unicode xrange").split())
    asked = out = frames = referents = thing = refs = value = None
    try:
        helpers = [quote, key_text, words, interned_at, shared_names, inline_values, variables, frame_variables, plan_of, read_dict, slot_names,
                   in_order, keeps_key_order, stand_in, array_text, named_text, dict_text, type_text, module_name, short_text,
                   object_text, pins_of, pin_text, write_frames]
        for thing in helpers:
            own.update(map(id, thing.__closure__ or ()))
        places = []
        for place, thing in enumerate(objects):
            kind = type(thing)
            if (id(thing) in own or kind is Function and (thing.__code__ is own_code or id(thing.__globals__) in own)
                    or kind is Frame and (thing.f_code is own_code or id(thing.f_globals) in own)):
                places.append(place)
            elif kind is Module:
                namespaces[id(Module.__dict__["__dict__"].__get__(thing))] = module_name(thing) + ".__dict__"
        for place in reversed(places):
            mine.append(objects.pop(place))
            ends = [end - (place < end) for end in ends]
        own.update(map(id, mine))
        index.update(zip(map(id, objects), range(1, len(objects) + 1)))
        asked = objects                    # whose referents are told
        tasks = sys.modules.get("_asyncio")
        if version == (3, 12) and id(tasks) in index:
            # Telling the referents of this module spoils its free list, which then has no end: only its dict is told, what
            # its C code holds is pinned. Now each object is in two lists, this one in one and in `tasks`.
            asked, listed = objects[:], 3
            asked[index[id(tasks)] - 1] = [tasks.__dict__]
            helpers.append(asked[index[id(tasks)] - 1])
        else:
            tasks = None
        frozen = gc.get_freeze_count() > 0
        place = 0
        while place < len(objects):
            for value in gc.get_referents(asked[place]):
                if (id(value) not in index and (type(value) is dict or type(value) is tuple and value or frozen and gc.is_tracked(value))
                        and id(value) not in own):
                    objects.append(value)
                    index[id(value)] = len(objects)
                    if asked is not objects:
                        asked.append(value)
            place += 1
        thing = value = None
        # With other threads counts and referents are read in one call of C code, which no thread interrupts; each count is then
        # that much higher.
        if len(sys._current_frames()) > 1:
            referents, found = list(map(list, (map(gc.get_referents, asked), map(sys.getrefcount, objects))))
            counts += found
            shares = 2
        else:
            counts += map(sys.getrefcount, objects)
        held += [0] * (len(objects) + 1)
        for refs in referents or map(gc.get_referents, asked):
            for number in map(number_of, map(id, refs)):
                if number:
                    held[number] += 1
        known = [sys.getrefcount, gc.get_referents] if referents else [sys.getrefcount]
        known += [gc, sys]
        if version < (3, 11):
            known += [sys._getframe().f_globals, sys._getframe().f_builtins]
        for refs in [known] + list(map(gc.get_referents, mine + helpers + wrappers)):
            for number in map(number_of, map(id, refs)):
                if number:
                    ours[number] = ours.get(number, 0) + 1
        import os
        try:
            memory = open("/proc/self/mem", "rb", 0)
            if words(id(ends) + 16, 1)[0] != len(ends) or sys.maxsize < 1 << 32:
                memory = None              # not a release build for 64 bits: attributes and variables get no names
        except MISREAD:
            memory = None
        out = open(path + ".part", "w", encoding="utf-8", errors="replace", newline="\n")
        title = "Heap of %s" % os.path.basename(str(getattr(sys, "argv", None) and sys.argv[0] or "process %d" % os.getpid()))
        out.write('{"heaploupe":1,"title":%s,"runtime":"cpython-%d.%d","config":{"threshold":%r,"count":%r,"enabled":%s},'
                  '"x-python":"%d.%d.%d","x-snapshot":1}\n' % ((quote(title),) + version + (
                      list(gc.get_threshold()), list(counters), "true" if enabled else "false") + sys.version_info[:3]))
        out.write('{"op":"load","objects":[')
        separator, number = "", 0
        is_finalized = getattr(gc, "is_finalized", None)
        for refs in referents or map(gc.get_referents, asked):
            thing = objects[number]
            state = ',"generation":2' if number >= ends[1] else ',"generation":1' if number >= ends[0] else ""
            if number >= ends[2]:
                state = ',"tracked":false'
            if is_finalized is not None and is_finalized(thing):
                state += ',"finalized":true'
            if addresses:
                state += ',"x-address":"0x%x"' % id(thing)
            number += 1
            out.write('%s{"id":%d,"type":%s%s%s}' % (separator, number, object_text(thing, refs), state, pin_text(number)))
            separator = ","
        for name in sorted(stand_ins):
            out.write(',{"id":%s,"type":%s,"kind":"object","immortal":true}' % (quote(name), quote(name)))
        out.write("]}\n")
        if memory:
            frames = sys._current_frames()
            write_frames(out, frames)
        out.write('{"op":"note","text":{"en":"%s: %s objects. / searches for a type, a name or a value; w tells what keeps the found '
                  'one alive.","zh":"%s：%s 个对象。/ 按类型、名字或值搜索；w 说明是什么让找到的对象存活。"}}\n' % (
                      quote(title)[1:-1], format(len(objects), ","), quote(title)[1:-1], format(len(objects), ",")))
        out.close()
        os.replace(path + ".part", path)
        out = None
        return len(objects)
    finally:
        if out is not None:
            out.close()
            os.remove(path + ".part")
        out = memory = frames = referents = thing = refs = value = None
        objects.clear()
        asked = None
        mine.clear()
        if enabled:
            gc.enable()


def heaploupe_take_snapshot():
    """What a program run by heaploupe_run_bare calls as heaploupe_snapshot(): writes FILE, then FILE with .2, .3 … in its name."""
    import os
    run = heaploupe_running
    run["taken"] += 1
    stem, ending = os.path.splitext(run["path"])
    path = run["path"] if run["taken"] == 1 else "%s.%d%s" % (stem, run["taken"], ending)
    return heaploupe_snapshot(path, (globals(), run))


def heaploupe_run_bare(arguments):
    """Runs a script as python3 would, untraced; writes a snapshot when it has ended, unless it has called heaploupe_snapshot()."""
    import builtins
    import os
    import sys
    def fail(text, status):
        sys.stderr.write("heaploupe: %s\n" % text)
        sys.exit(status)
    if __file__.startswith("/proc/self/fd/"):
        own = int(os.path.basename(__file__))
        os.ftruncate(own, 0)        # tells heaploupe that it was run
        os.close(own)               # the program does not inherit it
    if not (3, 8) <= sys.version_info[:2] <= (3, 13) or sys.implementation.name != "cpython":
        fail("recording needs CPython 3.8 to 3.13, this is %s %d.%d" % ((sys.implementation.name,) + sys.version_info[:2]), 125)
    output = code = None
    words = list(arguments)
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)
        if word == "--":
            break
        if word == "--snapshot":
            continue
        if word not in ("-o", "-c"):
            fail("option %s and --snapshot do not go together" % word, 2)
        if not words:
            fail("%s needs a value" % word, 2)
        if word == "-c":
            code = words.pop(0)
            break
        output = words.pop(0)
    if code is None and not words:
        fail("usage: heaploupe_record.py --snapshot [-o FILE] SCRIPT [ARG ...] | -c CODE [ARG ...]", 2)
    module = type(sys)("__main__")
    module.__dict__["__builtins__"] = builtins
    module.__dict__["__annotations__"] = {}
    if code is None:
        name = os.path.join(os.getcwd(), words[0]) if sys.version_info >= (3, 9) else words[0]
        try:
            with open(name, "rb") as file:
                code = file.read()
        except OSError as error:
            fail("%s: %s" % (words[0], error.strerror), 2)
        module.__dict__.update({"__file__": name, "__cached__": None, "__loader__": globals().get("__loader__")})
        sys.path[0], sys.argv = os.path.dirname(os.path.realpath(name)), words
        output = output or os.path.splitext(os.path.basename(name))[0] + ".heap.jsonl"
    else:
        name = "<string>"
        sys.path[0], sys.argv = "", ["-c"] + words
        output = output or "recorded.heap.jsonl"
    heaploupe_running.update(path=os.path.abspath(output), taken=0)
    try:
        os.close(os.open(heaploupe_running["path"], os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666))
    except OSError as error:
        fail("%s: %s" % (output, error.strerror), 2)
    builtins.__dict__["heaploupe_snapshot"] = heaploupe_take_snapshot
    sys.modules["__main__"] = module
    module = file = None       # nothing of the program is held here
    status = 0
    try:
        exec(compile(code, name, "exec", dont_inherit=True), sys.modules["__main__"].__dict__)
    except SystemExit as error:
        status = error.code
    except BaseException as error:
        traceback = error.__traceback__
        while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
            traceback = traceback.tb_next
        sys.excepthook(type(error), error.with_traceback(traceback), traceback)
        status = 130 if isinstance(error, KeyboardInterrupt) else 1
        traceback = None
    try:
        if not heaploupe_running["taken"]:
            heaploupe_take_snapshot()
    except OSError as error:
        fail("recording failed: %s: %s" % (output, error.strerror), 125)
    sys.exit(status)


heaploupe_running = {}                     # path: of the file; taken: how many snapshots so far

/* truth: watches a running CPython 3.11 without disturbing what it watches.
 *
 * Nothing in here allocates an object of a collected type while a program is
 * being watched, so the generation counters, the free lists and the order of
 * the generation lists stay those of the program itself.  The log is a plain
 * buffer; generate.py reads it when the program is over.
 *
 * Built by generate.py with the headers of the interpreter that will load it.
 * Linux with glibc only (fopencookie). */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#ifndef Py_BUILD_CORE
#define Py_BUILD_CORE
#endif
#if PY_VERSION_HEX >= 0x03090000
#include <internal/pycore_gc.h>
#endif
#if PY_VERSION_HEX >= 0x03090000
#include <internal/pycore_interp.h>
#endif
#include <internal/pycore_object.h>
#include <internal/pycore_pystate.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if PY_VERSION_HEX < 0x03080000 || PY_VERSION_HEX >= 0x030e0000
#error "this recorder is for CPython 3.8 to 3.13"
#endif
#if PY_VERSION_HEX < 0x030b0000
#include "truth_older.h"
#endif
#if PY_VERSION_HEX >= 0x030d0000
#include <internal/pycore_freelist.h>
#include <internal/pycore_dict.h>
#include <internal/pycore_setobject.h>
#include <internal/pycore_weakref.h>
#endif

enum { MAX_IDS = 8192 };

typedef struct {
    char *name;
    PyObject *obj;              /* not counted; NULL before birth and after death */
} Entry;

static Entry ids[MAX_IDS];
static int n_ids;
static int watching;
static int report_fd = -1;

/* ---- the log ---------------------------------------------------------- */

static char *log_text;
static size_t log_len, log_room;

static void put(const char *format, ...)
{
    va_list list;
    for (;;) {
        va_start(list, format);
        int n = vsnprintf(log_text + log_len, log_room - log_len, format, list);
        va_end(list);
        if (n >= 0 && (size_t)n < log_room - log_len) {
            log_len += (size_t)n;
            return;
        }
        log_room = log_room * 2 + (size_t)(n > 0 ? n : 0) + 4096;
        log_text = realloc(log_text, log_room);
        if (!log_text)
            abort();
    }
}

/* The program and its trace do not fit together: tell and stop at once. */
static void give_up(const char *why)
{
    char text[400];
    int n = snprintf(text, sizeof text, "B %s\n", why);
    if (report_fd >= 0 && n > 0 && write(report_fd, text, (size_t)n) < 0)
        _exit(2);
    _exit(1);
}

static int find(const void *p)
{
    for (int i = n_ids; i-- > 0;)
        if (ids[i].obj == p)
            return i;
    return -1;
}

static void died(int i)
{
    put("D %s\n", ids[i].name);
    ids[i].obj = NULL;
}

/* ---- deaths ----------------------------------------------------------- */

typedef struct {
    PyTypeObject *type;
    destructor real;
    int trashcan;               /* this type's own function uses the trashcan */
} Wrapped;

static Wrapped wrapped[40];
static int n_wrapped;

static void watched_dealloc(PyObject *op)
{
    PyTypeObject *t = Py_TYPE(op);
    Wrapped *w = NULL;
    for (; t && !w; t = t->tp_base)
        for (int i = 0; i < n_wrapped; i++)
            if (wrapped[i].type == t) {
                w = &wrapped[i];
                break;
            }
    if (!w)
        give_up("a type that was never wrapped");
    int entry = watching ? find(op) : -1;
    /* The interpreter's functions enter the trashcan only when they are
     * their object's own tp_dealloc, which they no longer are.  So we enter
     * for them, at the same point, through the interpreter's own doors. */
    int own = w->trashcan && Py_TYPE(op)->tp_dealloc == watched_dealloc;
    PyThreadState *ts = _PyThreadState_UncheckedGet();
    own = own && ts;            /* there is none while the interpreter ends */
#if PY_VERSION_HEX >= 0x030d0000
    /* Here the type's function counts by itself and only does not defer. */
    if (own && ts->c_recursion_remaining <= Py_TRASHCAN_HEADROOM)
        give_up("nested too deep for the trashcan of this version");
    own = 0;
#endif
    if (own) {
        PyObject_GC_UnTrack(op);
        if (_PyTrash_begin(ts, op))
            return;             /* waits in the chain; we are called again */
    }
    w->real(op);
    if (entry >= 0 && ids[entry].obj == op)
        died(entry);
    if (own)
        _PyTrash_end(ts);
}

/* Instances of Python classes: the exact moment their memory goes back. */
static void watched_free(void *p)
{
    int entry = watching ? find(p) : -1;
    if (entry >= 0)
        died(entry);
    PyObject_GC_Del(p);
}

static void wrap(PyTypeObject *type, int trashcan)
{
    for (int i = 0; i < n_wrapped; i++)
        if (wrapped[i].type == type)
            return;
    wrapped[n_wrapped++] = (Wrapped){type, type->tp_dealloc, trashcan};
    type->tp_dealloc = watched_dealloc;
}

/* ---- collections ------------------------------------------------------ */

typedef struct _gc_runtime_state State;

static State *gc_state(void)
{
#if PY_VERSION_HEX >= 0x03090000
    return &PyInterpreterState_Get()->gc;
#else
    return &_PyRuntime.gc;
#endif
}

static int manual;              /* inside our own call of gc.collect */
static int old_generation;
static int unreachable[MAX_IDS], n_unreachable;
static Py_ssize_t garbage_before;

static PyObject *garbage_list(void)
{
    return gc_state()->garbage;
}

static void put_name(PyGC_Head *g)
{
    PyObject *op = (PyObject *)(g + 1);
    int i = find(op);
    if (i >= 0)
        put(" %s", ids[i].name);
    else
        put(" ?%s", Py_TYPE(op)->tp_name);
}

#define FOR_LIST(g, head) \
    for (PyGC_Head *g = (PyGC_Head *)(head)->_gc_next; g != (head); g = (PyGC_Head *)g->_gc_next)

static void line_of_debug(char *line)
{
    int n;
    long m, bad;
    State *gs = gc_state();
    if (sscanf(line, "gc: collecting generation %d", &n) == 1) {
        long all = 0;
        for (int i = 0; i <= n; i++)
            FOR_LIST(g, &gs->generations[i].head)
                all++;
        put("G %d %s %ld\n", n, manual ? "manual" : "automatic", all);
        manual = 0;
        old_generation = n < 2 ? n + 1 : 2;
        n_unreachable = 0;
        garbage_before = gs->garbage ? PyList_GET_SIZE(gs->garbage) : 0;
    } else if (!strncmp(line, "gc: collectable <", 17)) {
        char *at = strrchr(line, ' ');
        void *p = NULL;
        if (!at || sscanf(at, " %p", &p) != 1)
            give_up("unreadable debug line");
        int i = find(p);
        if (i < 0)
            give_up(line);
        put("U %s\n", ids[i].name);
        unreachable[n_unreachable++] = i;
    } else if (sscanf(line, "gc: done, %ld unreachable, %ld", &m, &bad) == 2) {
        put("E %ld\n", m);
        /* Of what the search found, what sits in the older generation now was
         * resurrected (but what SAVEALL kept was not); in the order in which
         * the search listed them. */
        for (int k = 0; k < n_unreachable; k++) {
            int i = unreachable[k], there = 0, kept = 0;
            PyObject *op = ids[i].obj;
            FOR_LIST(g, &gs->generations[old_generation].head)
                there |= (PyObject *)(g + 1) == op;
            for (Py_ssize_t j = garbage_before; gs->garbage && j < PyList_GET_SIZE(gs->garbage); j++)
                kept |= PyList_GET_ITEM(gs->garbage, j) == op;
            if (op && there && !kept)
                put("R %s\n", ids[i].name);
        }
    }
}

static char debug_line[1000];
static size_t debug_len;

static ssize_t from_stderr(void *cookie, const char *text, size_t n)
{
    (void)cookie;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n') {
            debug_line[debug_len] = 0;
            debug_len = 0;
            line_of_debug(debug_line);
        } else if (debug_len + 1 < sizeof debug_line)
            debug_line[debug_len++] = text[i];
    }
    return (ssize_t)n;
}

/* ---- functions for the watched program -------------------------------- */

#define FAST(name) static PyObject *name(PyObject *self, PyObject *const *a, Py_ssize_t n)
#define ONE(name) static PyObject *name(PyObject *self, PyObject *x)
#define NONE(name) static PyObject *name(PyObject *self, PyObject *ignored)

static PyObject *the_collect, *the_freeze, *the_unfreeze;
static PyGC_Head outside;       /* the heap that was there before */

ONE(set_names)
{
    Py_ssize_t n = PyList_GET_SIZE(x);
    if (n > MAX_IDS)
        give_up("too many ids");
    n_ids = (int)n;
    for (Py_ssize_t i = 0; i < n; i++)
        ids[i] = (Entry){strdup(PyUnicode_AsUTF8(PyList_GET_ITEM(x, i))), NULL};
    Py_RETURN_NONE;
}

/* begin(t0, t1, t2, enabled, fd): from here on only the program counts. */
FAST(begin)
{
    report_fd = (int)PyLong_AsLong(a[4]);
    State *gs = gc_state();
    gs->enabled = 0;
    PyObject *r = PyObject_CallNoArgs(the_collect);
    Py_XDECREF(r);
    r = PyObject_CallNoArgs(the_collect);
    Py_XDECREF(r);
    r = PyObject_CallNoArgs(the_freeze);
    Py_XDECREF(r);
    /* Move the frozen heap to a list of our own, so that the permanent
     * generation starts empty too. */
    PyGC_Head *perm = &gs->permanent_generation.head;
    outside._gc_next = (uintptr_t)&outside;
    outside._gc_prev = (uintptr_t)&outside;
    if ((PyGC_Head *)perm->_gc_next != perm) {
        PyGC_Head *first = (PyGC_Head *)perm->_gc_next, *last = (PyGC_Head *)perm->_gc_prev;
        outside._gc_next = (uintptr_t)first;
        outside._gc_prev = (uintptr_t)last;
        _PyGCHead_SET_PREV(first, &outside);
        _PyGCHead_SET_NEXT(last, &outside);
        perm->_gc_next = perm->_gc_prev = (uintptr_t)perm;
    }
    for (int i = 0; i < 3; i++) {
        gs->generations[i].count = 0;
        gs->generations[i].threshold = (int)PyLong_AsLong(a[i]);
        memset(&gs->generation_stats[i], 0, sizeof gs->generation_stats[i]);
    }
    gs->long_lived_total = gs->long_lived_pending = 0;
    PySys_SetObject("stderr", NULL);    /* debug lines then go to the C stream */
    stderr = fopencookie(NULL, "w", (cookie_io_functions_t){NULL, from_stderr, NULL, NULL});
    setvbuf(stderr, NULL, _IONBF, 0);
    gs->debug = (1 | 2);
    watching = 1;
    gs->enabled = (int)PyLong_AsLong(a[3]);
    Py_RETURN_NONE;
}

NONE(end)
{
    watching = 0;
    gc_state()->enabled = 0;
    gc_state()->debug = 0;
    Py_RETURN_NONE;
}

NONE(get_log)
{
    return PyBytes_FromStringAndSize(log_text, (Py_ssize_t)log_len);
}

ONE(o)
{
    long i = PyLong_AsLong(x);
    if (i < 0 || i >= n_ids || !ids[i].obj)
        give_up("object is dead or unknown");
    return Py_NewRef(ids[i].obj);
}

FAST(r)
{
    long i = PyLong_AsLong(a[0]);
    if (i < 0 || i >= n_ids)
        give_up("bad id");
    if (ids[i].obj)
        give_up("born twice");
    ids[i].obj = a[1];
    return Py_NewRef(a[1]);
}

#if PY_VERSION_HEX < 0x030b0000
/* rg(id, frame's id, generator): up to 3.10 its frame is an object of its own. */
FAST(rg)
{
    ids[PyLong_AsLong(a[0])].obj = a[2];
    ids[PyLong_AsLong(a[1])].obj = (PyObject *)((PyGenObject *)a[2])->gi_frame;
    return Py_NewRef(a[2]);
}
#endif

/* The number of a registered object, -1 for any other. */
ONE(num)
{
    return PyLong_FromLong(find(x));
}

/* rd(owner, id): if the instance has a real dictionary now, that is `id`. */
FAST(rd)
{
    long i = PyLong_AsLong(a[0]), k = PyLong_AsLong(a[1]);
    PyObject *op = ids[i].obj, **at;
    if (!op || ids[k].obj)
        Py_RETURN_NONE;
#if PY_VERSION_HEX >= 0x030d0000
    if (Py_TYPE(op)->tp_flags & Py_TPFLAGS_MANAGED_DICT)
        at = (PyObject **)&_PyObject_ManagedDictPointer(op)->dict;
    else
#elif PY_VERSION_HEX >= 0x030c0000
    if (Py_TYPE(op)->tp_flags & Py_TPFLAGS_MANAGED_DICT) {
        if (_PyDictOrValues_IsValues(*_PyObject_DictOrValuesPointer(op)))
            Py_RETURN_NONE;
        at = &_PyObject_DictOrValuesPointer(op)->dict;
    } else
#elif defined Py_TPFLAGS_MANAGED_DICT
    if (Py_TYPE(op)->tp_flags & Py_TPFLAGS_MANAGED_DICT)
        at = (PyObject **)_PyObject_ManagedDictPointer(op);
    else
#endif
        at = _PyObject_GetDictPtr(op);
    if (at && *at) {
        ids[k].obj = *at;
        put("M %s\n", ids[k].name);
    }
    Py_RETURN_NONE;
}

ONE(touch_dict)
{
    PyObject *d = PyObject_GenericGetDict(x, NULL);
    if (!d)
        return NULL;
    Py_DECREF(d);
    Py_RETURN_NONE;
}

ONE(collect)
{
    manual = 1;
    PyObject *v = PyObject_CallOneArg(the_collect, x);
    manual = 0;
    return v;
}

FAST(set_threshold)
{
    State *gs = gc_state();
    for (Py_ssize_t i = 0; i < n && i < 3; i++)
        gs->generations[i].threshold = (int)PyLong_AsLong(a[i]);
    Py_RETURN_NONE;
}

ONE(set_debug)
{
    gc_state()->debug = (int)PyLong_AsLong(x) | (1 | 2);
    Py_RETURN_NONE;
}

ONE(set_enabled)
{
    gc_state()->enabled = (int)PyLong_AsLong(x);
    Py_RETURN_NONE;
}

NONE(freeze)
{
    return PyObject_CallNoArgs(the_freeze);
}

NONE(unfreeze)
{
    return PyObject_CallNoArgs(the_unfreeze);
}

NONE(clear_garbage)
{
    PyObject *g = garbage_list();
    if (g && PyList_SetSlice(g, 0, PyList_GET_SIZE(g), NULL) < 0)
        return NULL;
    Py_RETURN_NONE;
}

ONE(out)
{
    long v = PyLong_AsLong(x);
    put("O %ld\n", v);
    Py_RETURN_NONE;
}

ONE(pin)
{
    Py_INCREF(x);
    Py_RETURN_NONE;
}

ONE(unpin)
{
    Py_DECREF(x);
    Py_RETURN_NONE;
}

/* st(container, slot or None, value): a store whose container is on the stack
 * before the value is made, and goes after the value: `rel()` must follow. */
static PyObject *leaving[1000];
static int n_leaving;

static void push(PyObject *op)
{
    if (n_leaving == 1000)
        give_up("too deep");
    leaving[n_leaving++] = Py_NewRef(op);
}

FAST(st)
{
    static PyObject *append;
    PyObject *in = a[0], *slot = a[1], *v = a[2];
    int bad;
    if (!append)
        append = PyUnicode_InternFromString("append");
    if (slot == Py_None) {
        if (PyList_Check(in))
            bad = PyList_Append(in, v);
        else if (PyAnySet_Check(in))
            bad = PySet_Add(in, v);
        else {
            PyObject *done = PyObject_CallMethodOneArg(in, append, v);
            bad = !done;
            Py_XDECREF(done);
        }
    } else if (PyLong_Check(slot) || PyDict_Check(in))
        bad = PyObject_SetItem(in, slot, v);
    else
        bad = PyObject_SetAttr(in, slot, v);
    if (bad)
        return NULL;
    push(in);
    Py_RETURN_NONE;
}

NONE(rel)
{
    PyObject *op = leaving[--n_leaving];
    Py_DECREF(op);
    Py_RETURN_NONE;
}

/* The one below the newest goes first. */
NONE(rel_under)
{
    PyObject *op = leaving[n_leaving - 2];
    leaving[n_leaving - 2] = leaving[n_leaving - 1];
    n_leaving--;
    Py_DECREF(op);
    Py_RETURN_NONE;
}

/* aim(target), then weak(callback or nothing), then rel(): the trace holds the
 * target until the op ends, weakref.ref(target) would let it go before the store. */
ONE(aim)
{
    push(x);
    Py_RETURN_NONE;
}

FAST(weak)
{
    return PyWeakref_NewRef(leaving[n_leaving - 1], n ? a[0] : NULL);
}

FAST(frozen)
{
    PyObject *s = PyFrozenSet_New(NULL);
    for (Py_ssize_t i = 0; s && i < n; i++)
        if (PySet_Add(s, a[i]) < 0)
            Py_CLEAR(s);
    return s;
}

ONE(cell)
{
    return PyCell_New(x);
}

FAST(method)
{
    return PyMethod_New(a[0], a[1]);
}

/* func(code, globals, closure or None, defaults or None) */
FAST(func)
{
    PyObject *f = PyFunction_New(a[0], a[1]);
    if (f && a[2] != Py_None && PyFunction_SetClosure(f, a[2]) < 0)
        Py_CLEAR(f);
    if (f && a[3] != Py_None && PyFunction_SetDefaults(f, a[3]) < 0)
        Py_CLEAR(f);
    return f;
}

/* set_order(set, n): the order of its table, under the number n. */
FAST(set_order)
{
    long i = PyLong_AsLong(a[0]);
    Py_ssize_t pos = 0;
    PyObject *key;
    Py_hash_t hash;
    if (!ids[i].obj)
        Py_RETURN_NONE;
    put("T %ld", PyLong_AsLong(a[1]));
    while (_PySet_NextEntry(ids[i].obj, &pos, &key, &hash)) {
        int k = find(key);
        put(" %s", k >= 0 ? ids[k].name : "?");
    }
    put("\n");
    Py_RETURN_NONE;
}

/* lists, dicts, tuples of 1 to 5 items; up to 3.10 also frames, and in 3.10 key tables */
#if PY_VERSION_HEX >= 0x030a0000
static void put_free_lists(void)
{
    PyInterpreterState *in = PyInterpreterState_Get();
    int first = PY_VERSION_HEX >= 0x030b0000 ? 0 : 1;
#if PY_VERSION_HEX >= 0x030d0000
    struct _Py_object_freelists *lists = &in->object_state.freelists;
    put("f %d %d", lists->lists.numfree, lists->dicts.numfree);
    for (int i = 0; i < 5; i++)
        put(" %d", lists->tuples.numfree[first + i]);
#else
    put("f %d %d", in->list.numfree, in->dict_state.numfree);
    for (int i = 0; i < 5; i++)
        put(" %d", in->tuple.numfree[first + i]);
#endif
#if PY_VERSION_HEX < 0x030b0000
    put(" %d %d", in->frame.numfree, in->dict_state.keys_numfree);
#endif
    put("\n");
}
#else
static void put_free_lists(void)
{
    static const char *const names[] = {"free PyListObject", "free PyDictObject", "free 1-sized PyTupleObject",
        "free 2-sized PyTupleObject", "free 3-sized PyTupleObject", "free 4-sized PyTupleObject",
        "free 5-sized PyTupleObject", "free PyFrameObject"};
    char text[8000] = "";
    FILE *to = fmemopen(text, sizeof text, "w");
    _PyList_DebugMallocStats(to);
    _PyDict_DebugMallocStats(to);
    _PyTuple_DebugMallocStats(to);
    _PyFrame_DebugMallocStats(to);
    fclose(to);
    put("f");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *at = strstr(text, names[i]);
        long n = 0;
        if (at) {
            while (at > text && at[-1] != '\n')
                at--;
            n = strtol(at, NULL, 10);
        }
        put(" %ld", n);
    }
    put("\n");
}
#endif

/* snap(n): everything there is to know at this moment. */
ONE(snap)
{
    static int where[MAX_IDS];
    State *gs = gc_state();
    put("S %ld\n", PyLong_AsLong(x));
    put("c %d %d %d\n", gs->generations[0].count, gs->generations[1].count, gs->generations[2].count);
    put_free_lists();
    for (int i = 0; i < n_ids; i++)
        where[i] = -1;
    for (int i = 0; i < 4; i++) {
        PyGC_Head *head = i < 3 ? &gs->generations[i].head : &gs->permanent_generation.head;
        put("l");
        FOR_LIST(g, head) {
            int k = find(g + 1);
            if (k >= 0)
                where[k] = i;
            put_name(g);
        }
        put("\n");
    }
    put("g");
    for (Py_ssize_t i = 0; gs->garbage && i < PyList_GET_SIZE(gs->garbage); i++) {
        int k = find(PyList_GET_ITEM(gs->garbage, i));
        put(" %s", k >= 0 ? ids[k].name : "?");
    }
    put("\n");
    for (int i = 0; i < n_ids; i++) {
        PyObject *op = ids[i].obj;
        if (!op)
            continue;
        int is_gc = _PyObject_IS_GC(op);
        const char *target = "-";
        if (PyWeakref_Check(op)) {
            PyObject *t = ((PyWeakReference *)op)->wr_object;
            int k = t == Py_None ? -1 : find(t);
            target = t == Py_None ? "null" : k >= 0 ? ids[k].name : "?";
        }
        put("a %s %zd %d %d %d %s\n", ids[i].name, Py_REFCNT(op), is_gc && _PyObject_GC_IS_TRACKED(op),
            is_gc && _PyGC_FINALIZED(op), where[i], target);
    }
    put("s\n");
    Py_RETURN_NONE;
}

/* ---- calls that do not poll -------------------------------------------- */

/* From 3.12 on the interpreter runs a scheduled collection after calls of C
 * functions too.  later.py therefore writes f(a, b) as +(Q[f] << a << b):
 * operators do not poll.  Q collects the arguments on a stack of its own;
 * where f is a text, it names a method of the first argument. */
enum { MAX_ARGUMENTS = 2000 };
static PyObject *argument[MAX_ARGUMENTS];
static int n_arguments;

static PyObject *quiet_begin(PyObject *self, PyObject *f)
{
    if (n_arguments + 2 > MAX_ARGUMENTS)
        give_up("too many arguments");
    argument[n_arguments++] = NULL;
    argument[n_arguments++] = Py_NewRef(f);
    return Py_NewRef(self);
}

static PyObject *quiet_add(PyObject *self, PyObject *value)
{
    if (n_arguments >= MAX_ARGUMENTS)
        give_up("too many arguments");
    argument[n_arguments++] = Py_NewRef(value);
    return Py_NewRef(self);
}

static PyObject *quiet_call(PyObject *self)
{
    (void)self;
    PyObject *own[100], *result;
    int first = n_arguments;
    while (argument[first - 1] != NULL)
        first--;
    int n = n_arguments - first;
    if (n > 100)
        give_up("too many arguments");
    memcpy(own, argument + first, (size_t)n * sizeof *own);
    n_arguments = first - 1;
    if (PyUnicode_Check(own[0]))
        result = PyObject_VectorcallMethod(own[0], own + 1, (size_t)(n - 1), NULL);
    else
        result = PyObject_Vectorcall(own[0], own + 1, (size_t)(n - 1), NULL);
    for (int i = 0; i < n; i++)
        Py_DECREF(own[i]);
    return result;
}

static PyNumberMethods quiet_number = {.nb_lshift = quiet_add, .nb_positive = quiet_call};
static PyMappingMethods quiet_mapping = {.mp_subscript = quiet_begin};
static PyTypeObject quiet_type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "truth.Quiet", .tp_basicsize = sizeof(PyObject),
                                  .tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_number = &quiet_number,
                                  .tp_as_mapping = &quiet_mapping};

NONE(poll)
{
    Py_RETURN_NONE;             /* the interpreter polls after the call */
}

FAST(sort)
{
    static PyObject *numbers;
    PyObject *by = PyObject_GetAttrString(a[0], "sort"), *done;
    if (!numbers)
        numbers = PyTuple_Pack(1, PyUnicode_InternFromString("key"));
    done = by ? PyObject_Vectorcall(by, a + 1, 0, numbers) : NULL;
    Py_XDECREF(by);
    return done;
}

/* hook(cls): be told when memory of its instances goes back. */
ONE(hook)
{
    ((PyTypeObject *)x)->tp_free = watched_free;
    Py_RETURN_NONE;
}

ONE(wrap_type)
{
    wrap((PyTypeObject *)x, 0);
    Py_RETURN_NONE;
}

FAST(bad)
{
    char text[300];
    PyObject *args = n ? a[0] : NULL, *v = args ? PyObject_GetAttrString(args, "exc_value") : NULL;
    PyObject *s = v ? PyObject_Repr(v) : NULL;
    snprintf(text, sizeof text, "in a finalizer or callback: %s", s ? PyUnicode_AsUTF8(s) : "?");
    if (report_fd < 0)
        Py_RETURN_NONE;
    give_up(text);
    Py_RETURN_NONE;
}

#define M(name, flags) {#name, (PyCFunction)(void (*)(void))name, flags, NULL}
static PyMethodDef methods[] = {
#if PY_VERSION_HEX < 0x030b0000
    M(rg, METH_FASTCALL),
#endif
    M(set_names, METH_O), M(begin, METH_FASTCALL), M(end, METH_NOARGS), M(get_log, METH_NOARGS),
    M(o, METH_O), M(r, METH_FASTCALL), M(num, METH_O), M(rd, METH_FASTCALL), M(touch_dict, METH_O),
    M(collect, METH_O), M(set_threshold, METH_FASTCALL), M(set_debug, METH_O), M(set_enabled, METH_O),
    M(freeze, METH_NOARGS), M(unfreeze, METH_NOARGS), M(clear_garbage, METH_NOARGS), M(out, METH_O),
    M(pin, METH_O), M(unpin, METH_O), M(st, METH_FASTCALL), M(rel, METH_NOARGS), M(rel_under, METH_NOARGS), M(aim, METH_O), M(weak, METH_FASTCALL), M(frozen, METH_FASTCALL), M(cell, METH_O),
    M(method, METH_FASTCALL), M(func, METH_FASTCALL), M(set_order, METH_FASTCALL), M(snap, METH_O), M(hook, METH_O),
    M(poll, METH_NOARGS), M(sort, METH_FASTCALL),
    M(wrap_type, METH_O), M(bad, METH_FASTCALL), {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "truth", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_truth(void)
{
    PyObject *gc = PyImport_ImportModule("gc");
    if (!gc)
        return NULL;
    the_collect = PyObject_GetAttrString(gc, "collect");
    the_freeze = PyObject_GetAttrString(gc, "freeze");
    the_unfreeze = PyObject_GetAttrString(gc, "unfreeze");
    put("%s", "");
    wrap(&PyList_Type, 1);
    wrap(&PyDict_Type, 1);
    wrap(&PyTuple_Type, 1);
    wrap(&PySet_Type, 1);
    wrap(&PyFrozenSet_Type, 1);
    wrap(&PyFrame_Type, 1);
    wrap(&PyTraceBack_Type, 1);
    wrap((PyTypeObject *)PyExc_ValueError, PY_VERSION_HEX >= 0x030b0000);
    wrap(&PyCFunction_Type, 1);
    wrap(&PyListIter_Type, 0);
    wrap(&PyFunction_Type, 0);
    wrap(&PyCell_Type, 0);
    wrap(&PyMethod_Type, 0);
    wrap(&PyGen_Type, 0);
    wrap(&PyBaseObject_Type, 0);
    wrap(&_PyWeakref_RefType, 0);
    PyObject *made = PyModule_Create(&module);
    if (made && (PyType_Ready(&quiet_type) < 0 || PyModule_AddObject(made, "Q", PyObject_New(PyObject, &quiet_type)) < 0))
        Py_CLEAR(made);
    return made;
}

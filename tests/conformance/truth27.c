/* truth27: truth.c for CPython 2.7. What is said there holds here; what differs:
 *
 * A call of a C function with several arguments makes a tuple, which counts. So every function here takes one argument or none;
 * containers and items go through a stack of our own (at), constants through tuples that the compiler has made.
 * The generations lie in a row behind _PyGC_generation0. Free lists cannot be looked at; those of list, dict and set, which no
 * collection empties, are drained before the start. Collectable and uncollectable objects are printed apart. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <Python.h>
#include <frameobject.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if PY_VERSION_HEX < 0x02070000 || PY_VERSION_HEX >= 0x03000000
#error "this recorder is for CPython 2.7"
#endif

enum { MAX_IDS = 8192, MAX_STACK = 4000, DEBUG_ALWAYS = 1 | 2 | 4 | 16 };

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
} Wrapped;

static Wrapped wrapped[40];
static int n_wrapped;

/* The outermost object is dead before it empties the trashcan, and comes back to us only after it. So we look at the chain of
 * those that wait: it becomes shorter only then. */
static int outermost = -1, longest;

static void look_at_trashcan(void)
{
    int n = 0;
    for (PyObject *op = PyThreadState_GET()->trash_delete_later; op; op = (PyObject *)((PyGC_Head *)op - 1)->gc.gc_prev)
        n++;
    if (n < longest && outermost >= 0 && ids[outermost].obj) {
        died(outermost);
        outermost = -1;
    }
    longest = n;
}

static void watched_dealloc(PyObject *op)
{
    Wrapped *w = NULL;
    for (PyTypeObject *t = Py_TYPE(op); t && !w; t = t->tp_base)
        for (int i = 0; i < n_wrapped; i++)
            if (wrapped[i].type == t) {
                w = &wrapped[i];
                break;
            }
    if (!w)
        give_up("a type that was never wrapped");
    int entry = watching ? find(op) : -1;
    int own = Py_TYPE(op) == w->type;   /* else watched_free tells */
    if (PyThreadState_GET()->trash_delete_nesting == 0) {
        outermost = -1;
        look_at_trashcan();
        outermost = own ? entry : -1;
    }
    look_at_trashcan();
    w->real(op);
    look_at_trashcan();
    if (!own || entry < 0 || ids[entry].obj != op)
        return;
    if (PyThreadState_GET()->trash_delete_later == op)
        return;                         /* waits in the trashcan */
    if (w->type == &PyGen_Type && op->ob_refcnt > 0)
        return;
    died(entry);
}

static void watched_free(void *p)
{
    look_at_trashcan();
    int entry = watching ? find(p) : -1;
    if (entry >= 0)
        died(entry);
    PyObject_GC_Del(p);
}

static void wrap(PyTypeObject *type)
{
    for (int i = 0; i < n_wrapped; i++)
        if (wrapped[i].type == type)
            return;
    wrapped[n_wrapped++] = (Wrapped){type, type->tp_dealloc};
    type->tp_dealloc = watched_dealloc;
}

/* ---- collections ------------------------------------------------------ */

typedef struct {
    PyGC_Head head;
    int threshold;
    int count;
} Generation;

extern PyGC_Head *_PyGC_generation0;
#define generations ((Generation *)_PyGC_generation0)

static PyObject *the_collect, *the_set_debug, *the_enable, *the_disable, *the_garbage;
static PyObject *collect_args[3], *debug_args[64];
static int manual;

static void put_name(PyGC_Head *g)
{
    PyObject *op = (PyObject *)(g + 1);
    int i = find(op);
    if (i >= 0)
        put(" %s", ids[i].name);
    else
        put(" ?%s", Py_TYPE(op)->tp_name);
}

#define FOR_LIST(g, head_) \
    for (PyGC_Head *g = (head_)->gc.gc_next; g != (head_); g = g->gc.gc_next)

static void line_of_debug(char *line)
{
    int n;
    long m, bad;
    if (sscanf(line, "gc: collecting generation %d", &n) == 1) {
        long all = 0;
        for (int i = 0; i <= n; i++)
            FOR_LIST(g, &generations[i].head)
                all++;
        put("G %d %s %ld\n", n, manual ? "manual" : "automatic", all);
        manual = 0;
    } else if (!strncmp(line, "gc: collectable <", 17) || !strncmp(line, "gc: uncollectable <", 19)) {
        char *at = strrchr(line, ' ');
        void *p = NULL;
        if (!at || sscanf(at, " %p", &p) != 1)
            give_up("unreadable debug line");
        int i = find(p);
        if (i < 0)
            give_up(line);
        put("%s %s\n", line[4] == 'c' ? "U" : "X", ids[i].name);
    } else if (sscanf(line, "gc: done, %ld unreachable, %ld", &m, &bad) == 2) {
        put("E %ld\n", m);
    } else if (!strncmp(line, "gc: done", 8)) {
        put("E 0\n");
    } else if (!strncmp(line, "Exception ", 10) || strstr(line, "Error")) {
        give_up(line);
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

static void call(PyObject *f, PyObject *args)
{
    PyObject *v = PyObject_Call(f, args, NULL);
    if (!v)
        give_up("a call failed");
    Py_DECREF(v);
}

/* ---- functions for the watched program -------------------------------- */

#define ONE(name) static PyObject *name(PyObject *self, PyObject *x)
#define NONE(name) static PyObject *name(PyObject *self, PyObject *ignored)

static PyObject *nothing;       /* () */
static PyGC_Head outside;       /* the heap that was there before */

static long part(PyObject *tuple, int i)
{
    return PyInt_AsLong(PyTuple_GET_ITEM(tuple, i));
}

static PyObject *r(PyObject *self, PyObject *x);
static PyObject *rg(PyObject *self, PyObject *x);
static PyMethodDef r_def = {"r", r, METH_O, NULL}, rg_def = {"rg", rg, METH_O, NULL};

/* set_names(names): returns the functions that register each. */
ONE(set_names)
{
    Py_ssize_t n = PyList_GET_SIZE(x);
    PyObject *all = PyList_New(0);
    if (n > MAX_IDS)
        give_up("too many ids");
    n_ids = (int)n;
    for (Py_ssize_t i = 0; i < n; i++) {
        ids[i] = (Entry){strdup(PyString_AsString(PyList_GET_ITEM(x, i))), NULL};
        PyList_Append(all, PyCFunction_New(&r_def, PyInt_FromSsize_t(i)));
    }
    return all;
}

/* For a generator, (id, its frame's id). */
ONE(registers)
{
    return PyCFunction_New(&rg_def, x);
}

ONE(report_to)
{
    report_fd = (int)PyInt_AsLong(x);
    Py_RETURN_NONE;
}

static void hide(void)
{
    for (int i = 0; i < 3; i++) {
        PyGC_Head *head = &generations[i].head;
        if (head->gc.gc_next == head)
            continue;
        PyGC_Head *first = head->gc.gc_next, *last = head->gc.gc_prev, *tail = outside.gc.gc_prev;
        tail->gc.gc_next = first;
        first->gc.gc_prev = tail;
        last->gc.gc_next = &outside;
        outside.gc.gc_prev = last;
        head->gc.gc_next = head->gc.gc_prev = head;
    }
}

/* begin((t0, t1, t2, enabled)): from here on only the program counts. */
ONE(begin)
{
    call(the_disable, nothing);
    call(the_collect, collect_args[2]);
    call(the_collect, collect_args[2]);
    outside.gc.gc_next = outside.gc.gc_prev = &outside;
    for (int i = 0; i < 100; i++) {     /* kept for ever */
        PyList_New(0);
        PyDict_New();
        PySet_New(NULL);
    }
    hide();
    stderr = fopencookie(NULL, "w", (cookie_io_functions_t){NULL, from_stderr, NULL, NULL});
    setvbuf(stderr, NULL, _IONBF, 0);
    PySys_SetObject("stderr", PyFile_FromFile(stderr, "<stderr>", "w", NULL)); /* written to without a method call */
    call(the_collect, collect_args[2]); /* nothing is long-lived */
    for (int i = 0; i < 3; i++) {
        generations[i].count = 0;
        generations[i].threshold = (int)part(x, i);
    }
    call(the_set_debug, debug_args[DEBUG_ALWAYS]);
    watching = 1;
    if (part(x, 3))
        call(the_enable, nothing);
    Py_RETURN_NONE;
}

NONE(end)
{
    watching = 0;
    call(the_disable, nothing);
    call(the_set_debug, debug_args[0]);
    Py_RETURN_NONE;
}

NONE(get_log)
{
    return PyString_FromStringAndSize(log_text, (Py_ssize_t)log_len);
}

ONE(o)
{
    long i = PyInt_AsLong(x);
    if (i < 0 || i >= n_ids || !ids[i].obj)
        give_up("object is dead or unknown");
    Py_INCREF(ids[i].obj);
    return ids[i].obj;
}

static PyObject *r(PyObject *self, PyObject *x)
{
    long i = PyInt_AsLong(self);
    if (ids[i].obj)
        give_up("born twice");
    ids[i].obj = x;
    Py_INCREF(x);
    return x;
}

static PyObject *rg(PyObject *self, PyObject *x)
{
    ids[part(self, 0)].obj = x;
    ids[part(self, 1)].obj = (PyObject *)((PyGenObject *)x)->gi_frame;
    Py_INCREF(x);
    return x;
}

ONE(num)
{
    return PyInt_FromLong(find(x));
}

/* rd((owner, id)) */
ONE(rd)
{
    long i = part(x, 0), k = part(x, 1);
    PyObject *op = ids[i].obj;
    if (!op || ids[k].obj)
        Py_RETURN_NONE;
    PyObject **at = _PyObject_GetDictPtr(op);
    if (at && *at) {
        ids[k].obj = *at;
        put("M %s\n", ids[k].name);
    }
    Py_RETURN_NONE;
}

ONE(touch_dict)
{
    PyObject **at = _PyObject_GetDictPtr(x);
    if (at && !*at)
        *at = PyDict_New();
    Py_RETURN_NONE;
}

ONE(collect)
{
    manual = 1;
    call(the_collect, collect_args[PyInt_AsLong(x)]);
    manual = 0;
    Py_RETURN_NONE;
}

ONE(set_threshold)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(x) && i < 3; i++)
        generations[i].threshold = (int)part(x, (int)i);
    Py_RETURN_NONE;
}

ONE(set_debug)
{
    call(the_set_debug, debug_args[PyInt_AsLong(x) | DEBUG_ALWAYS]);
    Py_RETURN_NONE;
}

ONE(set_enabled)
{
    call(PyInt_AsLong(x) ? the_enable : the_disable, nothing);
    Py_RETURN_NONE;
}

NONE(clear_garbage)
{
    if (PyList_SetSlice(the_garbage, 0, PyList_GET_SIZE(the_garbage), NULL) < 0)
        return NULL;
    Py_RETURN_NONE;
}

ONE(out)
{
    put("O %ld\n", PyInt_AsLong(x));
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

/* ---- the stack of our own: at(container), slot(name), st(value), rel() ---- */

static PyObject *stack[MAX_STACK], *slots[MAX_STACK];
static int depth;

ONE(at)
{
    if (depth == MAX_STACK)
        give_up("too deep");
    Py_INCREF(x);
    slots[depth] = NULL;
    stack[depth++] = x;
    Py_RETURN_NONE;
}

ONE(slot)
{
    slots[depth - 1] = x;       /* a constant of the program */
    Py_RETURN_NONE;
}

NONE(rel)
{
    PyObject *op = stack[--depth];
    Py_DECREF(op);
    Py_RETURN_NONE;
}

/* The one below the newest goes first. */
NONE(rel_under)
{
    PyObject *op = stack[depth - 2];
    stack[depth - 2] = stack[depth - 1];
    slots[depth - 2] = slots[depth - 1];
    depth--;
    Py_DECREF(op);
    Py_RETURN_NONE;
}

/* A method of a built-in type that takes one argument or none, called without a method object. */
static PyObject *plain(PyObject *in, const char *name, PyObject *x)
{
    PyObject *d = _PyType_Lookup(Py_TYPE(in), PyString_InternFromString(name));
    if (!d || strcmp(Py_TYPE(d)->tp_name, "method_descriptor") != 0)
        give_up(name);
    PyMethodDef *def = ((PyMethodDescrObject *)d)->d_method;
    return def->ml_meth(in, x);
}

static PyObject *store(PyObject *in, PyObject *at_slot, PyObject *x)
{
    int bad;
    if (!at_slot) {
        if (PyList_Check(in))
            bad = PyList_Append(in, x);
        else if (PyAnySet_Check(in))
            bad = PySet_Add(in, x);
        else {
            PyObject *done = plain(in, "append", x);
            bad = !done;
            Py_XDECREF(done);
        }
    } else if (PyInt_Check(at_slot) || PyDict_Check(in))
        bad = PyObject_SetItem(in, at_slot, x);
    else if (PyCell_Check(in))
        bad = PyCell_Set(in, x);
    else
        bad = PyObject_SetAttr(in, at_slot, x);
    if (bad)
        return NULL;
    Py_RETURN_NONE;
}

ONE(st)
{
    return store(stack[depth - 1], slots[depth - 1], x);
}

ONE(st_under)
{
    return store(stack[depth - 2], slots[depth - 2], x);
}

ONE(ins)
{
    if (PyList_Insert(stack[depth - 1], PyInt_AsLong(slots[depth - 1]), x) < 0)
        return NULL;
    Py_RETURN_NONE;
}

ONE(disc)
{
    if (PySet_Discard(stack[depth - 1], x) < 0)
        return NULL;
    Py_RETURN_NONE;
}

ONE(empty)
{
    if (PyList_Check(x)) {
        if (PyList_SetSlice(x, 0, PyList_GET_SIZE(x), NULL) < 0)
            return NULL;
    } else if (PyDict_Check(x))
        PyDict_Clear(x);
    else {
        PyObject *done = plain(x, "clear", NULL);
        Py_XDECREF(done);
    }
    Py_RETURN_NONE;
}

ONE(empty_cell)
{
    PyCell_Set(x, NULL);
    Py_RETURN_NONE;
}

ONE(reverse)
{
    PyList_Reverse(x);
    Py_RETURN_NONE;
}

static int by_number(const void *a, const void *b)
{
    return find(*(PyObject *const *)a) - find(*(PyObject *const *)b);
}

/* Stable: equal numbers are the same object. */
ONE(sort)
{
    PyListObject *l = (PyListObject *)x;
    qsort(l->ob_item, (size_t)Py_SIZE(l), sizeof *l->ob_item, by_number);
    Py_RETURN_NONE;
}

NONE(weak0)
{
    return PyWeakref_NewRef(stack[depth - 1], NULL);
}

ONE(weak)
{
    return PyWeakref_NewRef(stack[depth - 1], x);
}

/* dictionary("k1,k2"): of the newest items of the stack; as BUILD_MAP and STORE_MAP do. */
ONE(dictionary)
{
    const char *keys = PyString_AsString(x);
    int n = 1;
    for (const char *c = keys; *c; c++)
        n += *c == ',';
    PyObject *d = _PyDict_NewPresized(n);
    for (int i = 0; i < n; i++) {
        size_t length = strcspn(keys, ",");
        PyObject *key = PyString_FromStringAndSize(keys, (Py_ssize_t)length);
        PyString_InternInPlace(&key);
        PyObject *value = stack[depth - n + i];
        if (PyDict_SetItem(d, key, value) < 0)
            return NULL;
        Py_DECREF(value);
        Py_DECREF(key);
        keys += length + (keys[length] == ',');
    }
    depth -= n;
    return d;
}

ONE(frozen)
{
    int n = (int)PyInt_AsLong(x);
    PyObject *s = PyFrozenSet_New(NULL);
    for (int i = 0; i < n; i++) {
        PySet_Add(s, stack[depth - n + i]);
        Py_DECREF(stack[depth - n + i]);
    }
    depth -= n;
    return s;
}

ONE(cell)
{
    return PyCell_New(x);
}

ONE(it)
{
    return PyObject_GetIter(x);
}

/* method(self): the function is on the stack. */
ONE(method)
{
    PyObject *m = PyMethod_New(stack[depth - 1], x, NULL);
    depth--;
    Py_DECREF(stack[depth]);
    return m;
}

ONE(next)
{
    return Py_TYPE(x)->tp_iternext(x);
}

/* func((code, globals, how)): bit 0: a closure on the stack, bit 1: defaults above it. */
ONE(func)
{
    long how = part(x, 2);
    int n = (how & 1) + (how >> 1);
    PyObject *f = PyFunction_New(PyTuple_GET_ITEM(x, 0), PyTuple_GET_ITEM(x, 1));
    if (how & 1)
        PyFunction_SetClosure(f, stack[depth - n]);
    if (how & 2)
        PyFunction_SetDefaults(f, stack[depth - 1]);
    for (int i = 0; i < n; i++)
        Py_DECREF(stack[depth - n + i]);
    depth -= n;
    return f;
}

/* set_order((set, n)) */
ONE(set_order)
{
    PyObject *s = ids[part(x, 0)].obj, *key;
    Py_ssize_t pos = 0;
    if (!s)
        Py_RETURN_NONE;
    put("T %ld", part(x, 1));
    while (_PySet_Next(s, &pos, &key)) {
        int k = find(key);
        put(" %s", k >= 0 ? ids[k].name : "?");
    }
    put("\n");
    Py_RETURN_NONE;
}

/* snap(n): everything there is to know at this moment. */
ONE(snap)
{
    static int where[MAX_IDS];
    put("S %ld\n", PyInt_AsLong(x));
    put("c %d %d %d\n", generations[0].count, generations[1].count, generations[2].count);
    for (int i = 0; i < n_ids; i++)
        where[i] = -1;
    for (int i = 0; i < 3; i++) {
        put("l");
        FOR_LIST(g, &generations[i].head) {
            int k = find(g + 1);
            if (k >= 0)
                where[k] = i;
            put_name(g);
        }
        put("\n");
    }
    put("l\ng");
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(the_garbage); i++) {
        int k = find(PyList_GET_ITEM(the_garbage, i));
        put(" %s", k >= 0 ? ids[k].name : "?");
    }
    put("\n");
    for (int i = 0; i < n_ids; i++) {
        PyObject *op = ids[i].obj;
        if (!op)
            continue;
        int is_gc = PyObject_IS_GC(op);
        const char *target = "-";
        if (PyWeakref_Check(op)) {
            PyObject *t = ((PyWeakReference *)op)->wr_object;
            int k = t == Py_None ? -1 : find(t);
            target = t == Py_None ? "null" : k >= 0 ? ids[k].name : "?";
        }
        put("a %s %ld %d 0 %d %s\n", ids[i].name, (long)Py_REFCNT(op),
            is_gc && ((PyGC_Head *)op - 1)->gc.gc_refs != -2, where[i], target);
    }
    put("s\n");
    Py_RETURN_NONE;
}

ONE(hook)
{
    ((PyTypeObject *)x)->tp_free = watched_free;
    Py_RETURN_NONE;
}

ONE(wrap_type)
{
    wrap((PyTypeObject *)x);
    Py_RETURN_NONE;
}

#define M(name, flags) {#name, name, flags, NULL}
static PyMethodDef methods[] = {
    M(set_names, METH_O), M(registers, METH_O), M(report_to, METH_O), M(begin, METH_O), M(end, METH_NOARGS),
    M(get_log, METH_NOARGS), M(o, METH_O), M(num, METH_O), M(rd, METH_O), M(touch_dict, METH_O), M(collect, METH_O),
    M(set_threshold, METH_O), M(set_debug, METH_O), M(set_enabled, METH_O), M(clear_garbage, METH_NOARGS), M(out, METH_O),
    M(pin, METH_O), M(unpin, METH_O), M(at, METH_O), M(slot, METH_O), M(rel, METH_NOARGS), M(rel_under, METH_NOARGS),
    M(st, METH_O), M(st_under, METH_O), M(ins, METH_O), M(disc, METH_O), M(empty, METH_O), M(empty_cell, METH_O), M(reverse, METH_O), M(sort, METH_O),
    M(weak0, METH_NOARGS), M(weak, METH_O), M(dictionary, METH_O), M(frozen, METH_O), M(cell, METH_O), M(it, METH_O),
    M(method, METH_O), M(next, METH_O), M(func, METH_O), M(set_order, METH_O), M(snap, METH_O), M(hook, METH_O), M(wrap_type, METH_O),
    {NULL, NULL, 0, NULL},
};

PyMODINIT_FUNC inittruth27(void)
{
    PyObject *gc = PyImport_ImportModule("gc");
    if (!gc || !Py_InitModule("truth27", methods))
        return;
    the_collect = PyObject_GetAttrString(gc, "collect");
    the_set_debug = PyObject_GetAttrString(gc, "set_debug");
    the_enable = PyObject_GetAttrString(gc, "enable");
    the_disable = PyObject_GetAttrString(gc, "disable");
    the_garbage = PyObject_GetAttrString(gc, "garbage");
    nothing = PyTuple_New(0);
    for (int i = 0; i < 3; i++)
        collect_args[i] = Py_BuildValue("(i)", i);
    for (int i = 0; i < 64; i++)
        debug_args[i] = Py_BuildValue("(i)", i);
    put("%s", "");
    PyTypeObject *types[] = {&PyList_Type, &PyDict_Type, &PyTuple_Type, &PySet_Type, &PyFrozenSet_Type, &PyFrame_Type,
                             (PyTypeObject *)PyExc_ValueError, &PyCFunction_Type, &PyFunction_Type, &PyCell_Type, &PyMethod_Type,
                             &PyGen_Type, &PyBaseObject_Type, &_PyWeakref_RefType};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        wrap(types[i]);
    PyObject *iterator = PyObject_GetIter(PyList_New(0));
    wrap(Py_TYPE(iterator));
}

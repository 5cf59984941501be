/* truth.c on CPython 3.8 to 3.10: what their headers lack, and what lies elsewhere there. Included by truth.c only. */
#include <frameobject.h>
#include <stddef.h>

#if PY_VERSION_HEX < 0x030a0000
static PyObject *Py_NewRef(PyObject *op)
{
    Py_INCREF(op);
    return op;
}
#endif

#if PY_VERSION_HEX < 0x03090000
#define _PyObject_IS_GC(op) PyObject_IS_GC(op)
#define PyInterpreterState_Get() _PyInterpreterState_Get()
#define PyObject_CallNoArgs(f) _PyObject_CallNoArg(f)
#define PyObject_Vectorcall _PyObject_Vectorcall
#define PyObject_VectorcallMethod(name, arguments, n, names) NULL /* not used before 3.12 */
#define PyObject_CallOneArg(f, x) PyObject_CallFunctionObjArgs(f, x, NULL)
#define PyObject_CallMethodOneArg(in, name, x) PyObject_CallMethodObjArgs(in, name, x, NULL)

static int _PyTrash_begin(PyThreadState *ts, PyObject *op)
{
    if (ts->trash_delete_nesting >= 50) {
        _PyTrash_thread_deposit_object(op);
        return 1;
    }
    ts->trash_delete_nesting++;
    return 0;
}

static void _PyTrash_end(PyThreadState *ts)
{
    ts->trash_delete_nesting--;
    if (ts->trash_delete_later && ts->trash_delete_nesting <= 0)
        _PyTrash_thread_destroy_chain();
}
#endif

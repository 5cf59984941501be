/* Internal consistency: conditions that only our own mistake can break. On in every build. */
#ifndef HL_BASE_CHECK_H
#define HL_BASE_CHECK_H

_Noreturn void check_failed(const char *file, int line, const char *what);

/* States a condition that must hold; a violation prints where and aborts. */
#define CHECK(cond) ((cond) ? (void)0 : check_failed(__FILE__, __LINE__, #cond))
/* Marks a place that cannot be reached. */
#define BUG(what) check_failed(__FILE__, __LINE__, what)

#endif

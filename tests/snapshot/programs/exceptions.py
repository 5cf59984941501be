"""Exceptions with tracebacks, contexts, causes, kept frames, groups; recursion; traceback objects."""
import sys
import traceback

KEPT = []


class Trouble(Exception):
    def __init__(self, *words):
        super().__init__(*words)
        self.place = sys._getframe(1)


def deep(number):
    me = [number]
    me.append(me)
    if number:
        deep(number - 1)
    else:
        raise Trouble(me)


def once(number):
    try:
        deep(number % 7)
    except Trouble as error:
        saved = error
        try:
            {}["x"]
        except KeyError as key:
            other = key
        try:
            raise OSError(2, "no such file", "name") from error
        except OSError as failed:
            third = failed
            report = traceback.TracebackException.from_exception(failed, capture_locals=False)
            report.error = failed
            failed.report = report


for number in range(60):
    once(number)
try:
    deep(3)
except Trouble as error:
    KEPT.append(error)


def endless(box):
    box = [box]
    endless(box)


try:
    endless([])
except RecursionError as error:
    KEPT.append(error.__traceback__.tb_next.tb_next)
try:
    [].missing
except AttributeError as error:
    error.itself = error
if sys.version_info >= (3, 11):
    try:
        raise ExceptionGroup("group", [ValueError([1]), Trouble([2])])
    except ExceptionGroup as group:
        group.itself = group.split(ValueError)
        group.add_note("a note")

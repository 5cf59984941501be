# {"en": "A cache that never forgets", "zh": "从不忘记的缓存"}
# Nothing is unreachable here and no collection will ever help: a dict at
# module level remembers every result, and through the results the data.
# Look: w on a Report at line 24: reports -> dict -> Report.
import gc

reports = {}                    # the cache; nobody ever deletes from it

class Report:
    def __init__(self, day):
        self.day = day
        self.rows = [day, "row", "row"]

def report_for(day):
    report = reports.get(day)
    if report is None:
        report = reports[day] = Report(day)
    return report

for day in range(1000, 1006):
    report = report_for(day)    # used, then forgotten, we believe
del report

print(gc.collect(), "unreachable,", len(reports), "in the cache")   # 0, 6

# The cure: hold the results weakly. What nobody uses any more goes.
import weakref
reports = weakref.WeakValueDictionary()
for day in range(1000, 1006):
    report = report_for(day)
print(len(reports), "in the cache")                                 # 1

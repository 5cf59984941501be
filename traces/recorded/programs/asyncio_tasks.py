# {"en": "Asyncio tasks that are kept", "zh": "一直留着的 asyncio 任务"}
# "Keep a reference to your tasks", says the manual: otherwise a running one
# may vanish. Who keeps them in a list and never takes them out keeps all
# they returned, too.
# Look: w on a Page at line 31: background -> list -> Task -> Page.
import asyncio

class Page:
    def __init__(self, number):
        self.number = number
        self.words = ["word"] * 4

background = []

async def fetch(number):
    page = Page(number)             # in the coroutine's frame while it waits
    await asyncio.sleep(0)
    return page                     # then in the task, as its result

async def main():
    for number in range(3):
        background.append(asyncio.ensure_future(fetch(number)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(sum(task.done() for task in background), "done")          # 3

asyncio.run(main())
print(len(background), "tasks and their pages are kept")            # 3

# The cure: task.add_done_callback(background.remove)
background.clear()

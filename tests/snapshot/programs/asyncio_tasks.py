"""Workers on a queue, some cancelled, some failing; a future whose callback holds it."""
import asyncio

KEPT = []


async def worker(queue, number):
    me = asyncio.current_task()
    while True:
        try:
            item = await queue.get()
            if item == number:
                raise RuntimeError(me)
        except asyncio.CancelledError as error:
            kept = error
            KEPT.append(number)
            raise


async def ticker(limit):
    for number in range(limit):
        yield number
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.ensure_future(worker(queue, number)) for number in range(40)]
    for number in range(400):
        queue.put_nowait(number % 40)
    await asyncio.sleep(0.01)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda done, future=future: future)
    async for number in ticker(5):
        KEPT.append(number)
    started = ticker(3)
    await started.__anext__()
    KEPT.append(started)
    cycle = [started]
    cycle.append(cycle)


asyncio.run(main())

import asyncio
class Room:
    def __init__(self): self.members = []; self.log = []
async def handle(reader, writer, room):
    room.members.append(writer)
    while True:
        line = await reader.readline()
        if not line: break
        room.log.append(line)
        for m in room.members: m.write(line.upper())
        await writer.drain()
    room.members.remove(writer)
    writer.close()
async def main():
    room = Room()
    server = await asyncio.start_server(lambda r, w: handle(r, w, room), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async def client(n):
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.write(b"hello %d\n" % n)
        await w.drain()
        got = await r.readline()
        w.close()
        return got
    res = await asyncio.gather(*[client(i) for i in range(2)])
    print(len(res), sorted(room.log))
    server.close()
asyncio.run(main())

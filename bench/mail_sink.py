"""A mail server in a process of its own, so that it takes no time from the sender.

Run: python -m bench.mail_sink. Prints its address, then for each line on stdin what it took so far, as JSON.
"""

import asyncio
import json
import sys

Counts = dict[str, int]
FINE = b"250 OK\r\n"


async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counts: Counts) -> None:
    """Speak as much of SMTP as a sender needs, and keep nothing."""
    counts["connections"] += 1
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            writer.write(b"250-sink\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            counts["taken"] += 1
            writer.write(FINE)
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        else:
            writer.write(FINE)
    writer.close()


async def main() -> None:
    """Serve until stdin ends."""
    counts: Counts = {"taken": 0, "connections": 0}
    server = await asyncio.start_server(lambda r, w: serve_one(r, w, counts), "127.0.0.1", 0, limit=2**22)
    print(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        print(json.dumps(counts), flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())

/** Free loopback ports. */
import net from "node:net";

// Below the range from which systems take ports for outgoing connections, so that none of those steals one.
const lowest = 20_000;
const highest = 32_000;

/** A port of 127.0.0.1 on which nothing listens now. Somebody may still be quicker: the caller tries another one. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port between ${lowest} and ${highest}`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

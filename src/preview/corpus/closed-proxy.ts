import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export interface ClosedProxy {
  /** For the browser's proxy setting. */
  url: string;
  /** What was asked of it since the last time, as `host:port` or an address. */
  taken(): string[];
  close(): Promise<void>;
}

/**
 * A proxy that lets nothing through and remembers who was asked for. With it in place of a network, whatever a browser
 * tries to reach beyond this machine, by any of its ways, ends here and is counted.
 */
export async function startClosedProxy(): Promise<ClosedProxy> {
  let asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      const [, target = "something"] = data.toString("latin1", 0, 1024).split(" ");
      asked.push(target);
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    taken() {
      const all = asked;
      asked = [];
      return all;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === "object" && address !== null ? address.port : 0;

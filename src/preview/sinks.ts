import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** Listens where hostile code wants to be heard, below every protocol: bytes on a socket, whoever sent them. */
export interface Sinks {
  tcpPort: number;
  udpPort: number;
  /** What arrived since the last time: the first bytes of each connection, and each datagram. */
  taken(): string[];
  close(): Promise<void>;
}

export async function startSinks(): Promise<Sinks> {
  let heard: string[] = [];
  const open = new Set<Socket>();
  const tcp = createServer((socket) => {
    open.add(socket);
    const list = heard;
    const index = list.push("tcp: connected") - 1;
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      list[index] = `tcp: ${data.toString("latin1", 0, 200)}`;
      socket.end("HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n");
    });
  });
  const udp = createSocket("udp4");
  udp.on("message", (data) => heard.push(`udp: ${data.length} bytes`));
  // All of this machine's addresses: what leaves by another interface of its own arrives here too.
  await new Promise<void>((resolve) => tcp.listen(0, "0.0.0.0", resolve));
  await new Promise<void>((resolve) => udp.bind(0, "0.0.0.0", () => resolve()));
  return {
    tcpPort: portOf(tcp.address()),
    udpPort: udp.address().port,
    taken() {
      const all = heard;
      heard = [];
      return all;
    },
    async close() {
      for (const socket of open) socket.destroy();
      udp.close();
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === "object" && address !== null ? address.port : 0;

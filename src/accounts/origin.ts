import { clientAddress } from "../platform/client.ts";
import { requestId } from "../platform/request-id.ts";
import type { Device } from "./sessions/sessions.ts";

interface Asked {
  request: Request;
  server: { requestIP(request: Request): { address: string } | null } | null;
}

/** From where a request came, for sessions and the audit log. */
export const originOf = ({ request, server }: Asked): Device => ({
  userAgent: request.headers.get("user-agent") ?? "",
  address: clientAddress(request, server),
  requestId: requestId(request),
});

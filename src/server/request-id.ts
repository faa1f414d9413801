export { requestId } from "../platform/request-id.ts";

import { ApiError, messageOf } from "./problem.ts";

export interface SignInError {
  title: string;
  text: string;
  /** Seconds until another attempt makes sense. */
  waitSeconds?: number;
}

/** What to say about a sign-in that the server refused. */
export function describeSignIn(thrown: unknown): SignInError {
  if (!(thrown instanceof ApiError)) return { title: "Signing in did not work", text: messageOf(thrown) };
  const waitSeconds = thrown.retryAfter ?? 60;
  if (thrown.status === 423) {
    return { title: "This account is locked for now", text: "There were too many attempts.", waitSeconds };
  }
  if (thrown.status === 429) {
    return { title: "Too many attempts at once", text: "The server asks for a short pause.", waitSeconds };
  }
  if (thrown.code === "code_invalid") return { title: "That code did not match", text: thrown.message };
  if (thrown.code === "invalid_credentials" || thrown.status === 422) {
    return { title: "That did not match", text: "The e-mail or the password is wrong. Check both and try again." };
  }
  return { title: "Signing in did not work", text: thrown.message };
}

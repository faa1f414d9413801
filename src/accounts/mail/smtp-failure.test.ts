import { expect, test } from "bun:test";
import { Problem } from "../../platform/problem.ts";
import { explainFailure } from "./smtp-failure.ts";

const server = { host: "mail.example.org", port: 587, security: "starttls", username: "ada" } as const;

// What a real server of the tests cannot be made to do; the rest is in delivery.test.ts.
test.each<[string, object, string, boolean]>([
  ["certificate has expired", { code: "ESOCKET", command: "CONN" }, "has expired or is not valid yet", false],
  [
    "unable to get local issuer certificate",
    { code: "ESOCKET" },
    "an authority that this machine does not know",
    false,
  ],
  [
    "unable to verify the first certificate",
    { code: "ESOCKET" },
    "an authority that this machine does not know",
    false,
  ],
  [
    "Hostname/IP does not match certificate's altnames: Host: mail.example.org. is not in the cert's altnames",
    { code: "ESOCKET" },
    "is for another name than mail.example.org",
    false,
  ],
  ["connect EHOSTUNREACH 192.0.2.1:587", { code: "ESOCKET", command: "CONN" }, "no way to mail.example.org", false],
  ["Connection timeout", { code: "ETIMEDOUT", command: "CONN" }, "did not answer on port 587 in time", false],
  ["Greeting never received", { code: "ETIMEDOUT", command: "CONN" }, "said nothing", false],
  ["Invalid greeting", { code: "EPROTOCOL", command: "CONN" }, "is no mail server", false],
  ["Connection closed unexpectedly", { code: "ECONNECTION", command: "DATA" }, "broke off", false],
  ["Invalid login", { code: "EAUTH", responseCode: 454, response: "454 4.7.0 Later" }, "just now. It said: 454", false],
  [
    "Message failed",
    { code: "EMESSAGE", responseCode: 554, response: "554 5.6.0 Spam\r\n554 more", command: "DATA" },
    "refused the message. It said: 554 5.6.0 Spam",
    true,
  ],
  [
    "Mail command failed",
    { code: "EENVELOPE", responseCode: 553, response: "553 5.7.1 Not yours", command: "MAIL FROM" },
    "refused the sender. It said: 553",
    true,
  ],
  ["Bad sequence", { code: "EPROTOCOL", responseCode: 503, response: "503 Bad sequence" }, "just now", false],
  ["odd\nsecond line", {}, "could not be handed to mail.example.org: odd", false],
])("%s", (message, facts, sentence, permanent) => {
  const explained = explainFailure(Object.assign(new Error(message), facts), server);
  expect(explained.detail).toContain(sentence);
  expect(explained.detail).not.toContain("\n");
  expect(explained.permanent).toBe(permanent);
});

test("a refused address is told in its own words", () => {
  const problem = new Problem("validation_failed", "Not there.");
  expect(explainFailure(problem, server)).toEqual({ detail: "Not there.", permanent: false });
});

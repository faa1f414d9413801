/** From where it was done, for the person to recognise it, or not. */
export interface NoticeOrigin {
  address: string;
  userAgent: string;
}

/** What a person is told by e-mail because it concerns the safety of their account, or their joining. */
export type Notice = { from?: NoticeOrigin | undefined } & (
  | { kind: "password-changed" }
  /** With a one-time link, or by an administrator. */
  | { kind: "password-reset"; byAdministrator?: boolean }
  | { kind: "codes-enabled" }
  | { kind: "codes-disabled"; byAdministrator?: boolean }
  | { kind: "passkey-added"; name: string }
  | { kind: "passkey-removed"; name: string }
  /** By an administrator. */
  | { kind: "passkeys-removed" }
  /** A sign-in from a place where they have not been signed in lately. */
  | { kind: "new-device" }
  | { kind: "key-created"; name: string }
  /** An account elsewhere can sign in as them from now on. */
  | { kind: "identity-linked"; provider: string; account: string }
  | { kind: "identity-unlinked"; provider: string }
  /** An administrator let them in. */
  | { kind: "request-approved" }
  /** For an administrator: somebody asks to join. */
  | { kind: "join-request"; name: string; email: string }
);

export type NoticeKind = Notice["kind"];

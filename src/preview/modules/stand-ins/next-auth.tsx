import type { ReactNode } from "react";

/** `next-auth/react` as somebody who is signed out sees it. */
export const SessionProvider = ({ children }: { children?: ReactNode }) => <>{children}</>;
export const useSession = () => ({ data: null, status: "unauthenticated", update: () => Promise.resolve(null) });
const told = (what: string) => () => {
  console.info(`${what} does nothing in the preview.`);
  return Promise.resolve({ ok: true, error: null, status: 200, url: null });
};
export const signIn = told("signIn()");
export const signOut = told("signOut()");
export const getSession = () => Promise.resolve(null);
export const getCsrfToken = () => Promise.resolve("");
export const getProviders = () => Promise.resolve({});

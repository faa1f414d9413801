import type { ReactNode } from "react";

interface Children {
  children?: ReactNode;
}

/** Clerk as somebody who is signed out sees it. */
export const ClerkProvider = ({ children }: Children) => <>{children}</>;
export const SignedIn = (_: Children) => null;
export const SignedOut = ({ children }: Children) => <>{children}</>;
export const ClerkLoaded = SignedOut;
export const ClerkLoading = SignedIn;
export const Protect = SignedIn;
export const SignInButton = ({ children }: Children) => <>{children ?? <button type="button">Sign in</button>}</>;
export const SignUpButton = ({ children }: Children) => <>{children ?? <button type="button">Sign up</button>}</>;
export const SignOutButton = ({ children }: Children) => <>{children ?? <button type="button">Sign out</button>}</>;
const place = (label: string) => () => <div data-vitrine-missing={label}>{label}</div>;
export const SignIn = place("Sign in");
export const SignUp = place("Sign up");
export const UserProfile = place("Profile");
export const UserButton = () => (
  <span style={{ display: "inline-block", width: 28, height: 28, borderRadius: 14, background: "#8884" }} />
);
export const OrganizationSwitcher = () => null;
export const RedirectToSignIn = () => null;
export const useUser = () => ({ isLoaded: true, isSignedIn: false, user: null });
export const useAuth = () => ({
  isLoaded: true,
  isSignedIn: false,
  userId: null,
  sessionId: null,
  getToken: () => Promise.resolve(null),
  signOut: () => Promise.resolve(),
});
export const useClerk = () => ({ signOut: () => Promise.resolve(), openSignIn: () => {}, openSignUp: () => {} });
export const useSession = () => ({ isLoaded: true, isSignedIn: false, session: null });
export const useOrganization = () => ({ isLoaded: true, organization: null });

import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";

interface UrlObject {
  pathname?: string;
  query?: Record<string, string>;
  hash?: string;
}

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  href: string | UrlObject;
  as?: string;
  prefetch?: boolean | null;
  replace?: boolean;
  scroll?: boolean;
  shallow?: boolean;
  passHref?: boolean;
  legacyBehavior?: boolean;
  locale?: string | false;
  onNavigate?: unknown;
  children?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
}

const text = (href: string | UrlObject): string => {
  if (typeof href === "string") return href;
  const query = new URLSearchParams(href.query).toString();
  return `${href.pathname ?? ""}${query ? `?${query}` : ""}${href.hash ?? ""}`;
};

/** `next/link` as a plain anchor; the frame catches the click and reports where it would have gone. */
export default function Link(props: LinkProps) {
  const { href, as, prefetch, replace, scroll, shallow, passHref, legacyBehavior, locale, onNavigate, ...rest } = props;
  if (legacyBehavior && rest.children !== null && typeof rest.children === "object") return <>{rest.children}</>;
  return <a href={as ?? text(href ?? "#")} {...rest} />;
}

export const useLinkStatus = () => ({ pending: false });

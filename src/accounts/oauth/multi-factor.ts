/** Methods of RFC 8176 by what they prove. */
const factors: Record<string, "knows" | "has" | "is"> = {
  pwd: "knows",
  pin: "knows",
  kba: "knows",
  hwk: "has",
  swk: "has",
  otp: "has",
  sc: "has",
  sms: "has",
  tel: "has",
  face: "is",
  fpt: "is",
  iris: "is",
  retina: "is",
  vbm: "is",
};

/** Classes whose definition demands more than one factor: PAPE's, and OpenID's phishing-resistant ones (EAP ACR). */
const classes = new Set(["http://schemas.openid.net/pape/policies/2007/06/multi-factor", "phr", "phrh"]);

/**
 * Whether an ID token says that the person showed more than one factor: `mfa` in `amr`, methods of two kinds there, or
 * a class in `acr` that demands it. Anything else, and a provider without ID tokens, counts as one factor.
 */
export function showsMultiFactor(amr: unknown, acr: unknown): boolean {
  if (typeof acr === "string" && classes.has(acr)) return true;
  const methods = Array.isArray(amr) ? amr.filter((one) => typeof one === "string") : [];
  if (methods.includes("mfa")) return true;
  return new Set(methods.flatMap((method) => (Object.hasOwn(factors, method) ? [factors[method]] : []))).size > 1;
}

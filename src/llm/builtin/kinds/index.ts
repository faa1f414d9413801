import type { AnyKind } from "../kind.ts";
import { applications } from "./applications.ts";
import { contact } from "./contact.ts";
import { dashboard } from "./dashboard.ts";
import { dataTable } from "./data-table.ts";
import { faq } from "./faq.ts";
import { features } from "./features.ts";
import { footer } from "./footer.ts";
import { generic } from "./generic.ts";
import { hero } from "./hero.ts";
import { navbar } from "./navbar.ts";
import { pricing } from "./pricing.ts";
import { sidebar } from "./sidebar.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";
import { stats } from "./stats.ts";
import { testimonials } from "./testimonials.ts";

/** Every kind that the engine can build. Add a kind here and nowhere else. */
export const kinds: readonly AnyKind[] = [
  pricing,
  signIn,
  stats,
  contact,
  dashboard,
  dataTable,
  faq,
  features,
  footer,
  generic,
  hero,
  navbar,
  sidebar,
  signUp,
  testimonials,
  ...applications,
];

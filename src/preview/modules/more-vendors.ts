/** Packages beyond the core, as specifier → target; see `VendorGroup` for what a target may be. */

/** Bundled as they are, each a module of its own. */
export const realPackages: readonly string[] = [
  "@tanstack/react-query",
  "immer",
  "@dnd-kit/core",
  "@dnd-kit/sortable",
  "@dnd-kit/utilities",
  "@dnd-kit/modifiers",
  "react-markdown",
  "remark-gfm",
  "canvas-confetti",
  "react-intersection-observer",
  "usehooks-ts",
  "nanoid",
  "nanoid/non-secure",
  "embla-carousel-autoplay",
  "react-dropzone",
  "react-textarea-autosize",
  "react-error-boundary",
];

/** Several addresses that share a core. */
export const sharedPackages: Record<string, Record<string, string>> = {
  zustand: {
    zustand: "stand-in:zustand.ts",
    "zustand/middleware": "zustand/middleware",
    "zustand/middleware/immer": "zustand/middleware/immer",
    "zustand/shallow": "zustand/shallow",
    "zustand/react/shallow": "zustand/react/shallow",
    "zustand/vanilla": "zustand/vanilla",
  },
  jotai: { jotai: "jotai", "jotai/utils": "jotai/utils" },
  swr: {
    swr: "swr",
    "swr/mutation": "swr/mutation",
    "swr/infinite": "swr/infinite",
    "swr/immutable": "swr/immutable",
  },
  emotion: { "@emotion/react": "@emotion/react", "@emotion/styled": "@emotion/styled" },
  dnd: { "@hello-pangea/dnd": "@hello-pangea/dnd", "react-beautiful-dnd": "@hello-pangea/dnd" },
};

/** Bundled from our own sources, which may wrap a package. */
export const ourPackages: Record<string, string> = {
  axios: "axios.ts",
  uuid: "uuid.ts",
  "prop-types": "prop-types.ts",
  classnames: "classnames.ts",
  "react-countup": "countup.ts",
  dayjs: "dayjs.ts",
  moment: "moment.ts",
  lodash: "lodash.ts",
  "lodash-es": "lodash.ts",
  "styled-components": "styled-components.ts",
  "use-immer": "use-immer.ts",
  "use-debounce": "use-debounce.ts",
  "use-sync-external-store": "use-sync-external-store.ts",
  "use-sync-external-store/shim": "use-sync-external-store.ts",
  "use-sync-external-store/with-selector": "use-sync-external-store.ts",
  "use-sync-external-store/shim/with-selector": "use-sync-external-store.ts",
  "@tanstack/react-query-devtools": "query-devtools.ts",
  "react-confetti": "react-confetti.tsx",
  "@react-three/fiber": "three-fiber.tsx",
  "react-syntax-highlighter": "syntax-highlighter.tsx",
  "ai/react": "chat.ts",
  "@ai-sdk/react": "chat.ts",
  "next-auth/react": "next-auth.tsx",
  "@clerk/nextjs": "clerk.tsx",
  "@clerk/clerk-react": "clerk.tsx",
  "react-i18next": "translations.tsx",
  i18next: "translations.tsx",
  "next-intl": "translations.tsx",
  "next-intl/server": "translations.tsx",
  shiki: "shiki.ts",
  "react-toastify": "react-toastify.tsx",
  "qrcode.react": "qr-code.tsx",
  "react-qr-code": "qr-code.tsx",
  nuqs: "nuqs.ts",
  "nuqs/adapters/next/app": "nuqs.ts",
  "nuqs/adapters/react": "nuqs.ts",
  "@tanstack/react-router": "tanstack-router.tsx",
  "lucide-react/dynamic": "lucide-dynamic.tsx",
  "lucide-react/dynamicIconImports": "lucide-dynamic.tsx",
  ...named("react-syntax-highlighter/dist/%", "syntax-styles.ts", [
    "esm/styles/prism",
    "cjs/styles/prism",
    "esm/styles/hljs",
    "cjs/styles/hljs",
  ]),
  ...named("%", "plugin.ts", ["rehype-raw", "rehype-highlight", "rehype-sanitize", "rehype-slug", "remark-breaks"]),
  ...named("%", "plugin.ts", ["remark-math", "rehype-katex", "tailwindcss-animate", "@tailwindcss/typography"]),
};

/** Plugins of dayjs, each a few hundred bytes. */
export const dayjsPlugins: readonly string[] = (
  "advancedFormat calendar customParseFormat dayOfYear duration isBetween isLeapYear isSameOrAfter isSameOrBefore " +
  "isToday isTomorrow isYesterday isoWeek localeData localizedFormat minMax quarterOfYear relativeTime timezone " +
  "updateLocale utc weekOfYear weekYear weekday"
).split(" ");

/** Functions of lodash that are imported one by one. */
export const lodashFunctions: readonly string[] = (
  "capitalize chunk clamp cloneDeep compact debounce difference filter find flatten get groupBy head isEmpty isEqual " +
  "isNil keyBy kebabCase last map mapValues maxBy memoize merge minBy omit once orderBy partition pick random range " +
  "reduce sample set shuffle sortBy startCase sum sumBy take throttle times truncate uniq uniqBy upperFirst zip"
).split(" ");

/** Functions of date-fns that are imported one by one. */
export const dateFunctions: readonly string[] = (
  "add addDays addHours addMinutes addMonths addWeeks addYears compareAsc compareDesc differenceInCalendarDays " +
  "differenceInDays differenceInHours differenceInMinutes differenceInYears eachDayOfInterval endOfDay endOfMonth " +
  "endOfWeek format formatDistance formatDistanceToNow formatISO formatRelative getDay getDaysInMonth getHours getMonth " +
  "getYear isAfter isBefore isEqual isFuture isPast isSameDay isSameMonth isToday isTomorrow isValid isWeekend " +
  "isWithinInterval isYesterday parse parseISO set startOfDay startOfMonth startOfToday startOfWeek startOfYear sub " +
  "subDays subHours subMonths subWeeks subYears"
).split(" ");

function named(pattern: string, file: string, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [pattern.replace("%", name), file]));
}

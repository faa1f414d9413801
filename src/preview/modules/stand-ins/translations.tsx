import type { ReactNode } from "react";

type Values = Record<string, unknown>;

const filled = (text: string, values: Values): string =>
  text.replace(/\{\{?\s*(\w+)\s*\}?\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** Messages of a project's languages do not travel with one component: the default text or the key stands in. */
function translate(key: string, second?: string | Values, third?: Values): string {
  const values = typeof second === "object" ? second : (third ?? {});
  const text = typeof second === "string" ? second : values.defaultValue;
  return filled(typeof text === "string" ? text : (key.split(/[.:]/).at(-1) ?? key), values);
}

const i18n = { language: "en", languages: ["en"], changeLanguage: () => Promise.resolve(), t: translate, use, init };
function use() {
  return i18n;
}
function init() {
  return Promise.resolve(translate);
}

/** `react-i18next` */
export const useTranslation = () => Object.assign([translate, i18n, true], { t: translate, i18n, ready: true });
export const Trans = ({
  children,
  defaults,
  i18nKey,
}: {
  children?: ReactNode;
  defaults?: string;
  i18nKey?: string;
}) => <>{children ?? defaults ?? i18nKey}</>;
export const I18nextProvider = ({ children }: { children?: ReactNode }) => <>{children}</>;
export const initReactI18next = { type: "3rdParty", init: () => {} };

/** `next-intl` */
const translator = Object.assign(translate, { rich: translate, raw: translate, markup: translate, has: () => true });
export const useTranslations = (_space?: string) => translator;
export const getTranslations = (_space?: string) => Promise.resolve(translator);
export const useLocale = () => "en";
export const getLocale = () => Promise.resolve("en");
export const getMessages = () => Promise.resolve({});
export const useMessages = () => ({});
export const useNow = () => new Date();
export const useTimeZone = () => "UTC";
export const useFormatter = () => ({
  number: (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat("en", options).format(value),
  dateTime: (value: Date, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en", options).format(value),
  relativeTime: (value: Date) => value.toLocaleDateString("en"),
});
export const NextIntlClientProvider = I18nextProvider;
export default i18n;

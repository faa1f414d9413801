/** `next/headers` as a request without cookies or headers would see it. */
const noCookies = { get: () => undefined, getAll: () => [], has: () => false, set: () => {}, delete: () => {} };
export const cookies = () => Promise.resolve(noCookies);
export const headers = () => Promise.resolve(new Headers());
export const draftMode = () => Promise.resolve({ isEnabled: false, enable: () => {}, disable: () => {} });

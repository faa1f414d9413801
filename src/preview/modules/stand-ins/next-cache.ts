/** `next/cache`: nothing is cached, so nothing is revalidated. */
export const revalidatePath = () => {};
export const revalidateTag = () => {};
export const unstable_noStore = () => {};
export const unstable_cache = <T>(run: T): T => run;
export const cacheLife = () => {};
export const cacheTag = () => {};

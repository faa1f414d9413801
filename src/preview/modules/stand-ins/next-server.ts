/** `next/server`: enough that a file which mentions it can be bundled. */
export const NextResponse = Response;
export const NextRequest = Request;
export const after = (run: () => void) => run();
export const connection = () => Promise.resolve();

/** Developer tools have no place in a preview. */
export const ReactQueryDevtools = () => null;
export const ReactQueryDevtoolsPanel = () => null;
export const TanStackRouterDevtools = () => null;

import { createMemoryRouter, MemoryRouter } from "react-router-dom";

export * from "react-router-dom";
/** The preview has no address bar: every router keeps its history in memory. */
export {
  createMemoryRouter as createBrowserRouter,
  createMemoryRouter as createHashRouter,
  MemoryRouter as BrowserRouter,
  MemoryRouter as HashRouter,
};

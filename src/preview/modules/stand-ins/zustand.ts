import { create } from "zustand";

/** Version 5 with the default export that code for version 3 imports. */
export * from "zustand";
export default create;

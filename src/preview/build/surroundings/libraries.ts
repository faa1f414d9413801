import { type MakeAround, nested } from "./around.ts";
import type { TakenName } from "./taken.ts";

interface Library {
  from: RegExp;
  /** Names that throw unless something of the library stands around them; any name when left out. */
  parts?: RegExp;
  /** Names that bring it along. */
  whole: RegExp;
  around: (names: Set<string>) => MakeAround;
}

const libraries: Library[] = [
  {
    from: /^(react-router(-dom)?|@tanstack\/react-router)$/,
    whole:
      /^(BrowserRouter|HashRouter|MemoryRouter|StaticRouter|Router|RouterProvider|unstable_HistoryRouter|create\w*Router)$/,
    around: () => (id) => ({
      imports: [`import { BrowserRouter as ${id}_0 } from "react-router-dom";`],
      component: nested([{ type: `${id}_0` }]),
    }),
  },
  {
    from: /^react-hook-form$|(^|\/)ui\/form$/,
    parts: /^(useFormContext|FormField)$/,
    whole: /^(Form|FormProvider)$/,
    around: () => (id) => ({
      imports: [`import { FormProvider as ${id}_0, useForm as ${id}_use } from "react-hook-form";`],
      component: `({ children }) => $around(${id}_0, ${id}_use(), children)`,
    }),
  },
  {
    from: /^@tanstack\/react-query$/,
    parts: /^use[A-Z]|^HydrationBoundary$/,
    whole: /^QueryClientProvider$/,
    around: () => (id) => ({
      imports: [`import { QueryClient as ${id}_client, QueryClientProvider as ${id}_0 } from "@tanstack/react-query";`],
      component: `((client) => ${nested([{ type: `${id}_0`, props: "{ client }" }])})(new ${id}_client({ defaultOptions: { queries: { retry: false } } }))`,
    }),
  },
  {
    from: /^(@hello-pangea\/dnd|react-beautiful-dnd)$/,
    parts: /^(Draggable|Droppable)$/,
    whole: /^DragDropContext$/,
    around: (names) => (id) => {
      const inside = names.has("Droppable")
        ? "children"
        : `$around(${id}_drop, { droppableId: "sample" }, (provided) => $around("div", { ref: provided.innerRef, ...provided.droppableProps }, children, provided.placeholder))`;
      return {
        imports: [`import { DragDropContext as ${id}_0, Droppable as ${id}_drop } from "@hello-pangea/dnd";`],
        component: `({ children }) => $around(${id}_0, { onDragEnd: () => {} }, ${inside})`,
      };
    },
  },
];

/** What a part of an application counts on from a library, when it is looked at alone. */
export const librariesAround = (taken: TakenName[]): MakeAround[] =>
  libraries.flatMap(({ from, parts, whole, around }) => {
    const names = new Set(taken.filter((one) => from.test(one.from)).map(({ name }) => name));
    const all = [...names];
    const needs = parts ? all.some((name) => parts.test(name)) : names.size > 0;
    return needs && !all.some((name) => whole.test(name)) ? [around(names)] : [];
  });

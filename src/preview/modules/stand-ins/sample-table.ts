import { useState } from "react";
import {
  getCoreRowModel,
  getFilteredRowModel,
  getPaginationRowModel,
  getSortedRowModel,
  useReactTable,
} from "./react-table.ts";

const columns = ["title", "status", "priority"].map((key) => ({
  id: key,
  accessorKey: key,
  header: `${key[0]?.toUpperCase()}${key.slice(1)}`,
}));
const statuses = ["todo", "in progress", "done"];
const rows = Array.from({ length: 12 }, (_, index) => ({
  id: `sample-${index + 1}`,
  title: `Item ${index + 1}`,
  status: statuses[index % 3],
  priority: index % 2 === 0 ? "high" : "low",
}));

/** A table of a dozen rows for components that are given theirs: toolbars, headers, cells and pagination. */
export function useSample() {
  const [data] = useState(rows);
  return useReactTable({
    data,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getPaginationRowModel: getPaginationRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
}

import { literal, rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { type Composed, defineKind } from "../kind.ts";
import { clamp, count, editNames, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { camel, counted, pascal, sentence, singular, spoken } from "../reading/words.ts";
import { sampleRows, typeOf } from "./sample-data.ts";

interface Spec {
  /** What a row is, in the singular: "customer". */
  subject: string;
  columns: string[];
  rows: number;
  perPage: number;
  search: boolean;
  filter: boolean;
  select: boolean;
  pages: boolean;
  actions: boolean;
}

const subjects: [words: RegExp, subject: string, columns: string[]][] = [
  [/\b(?:customers?|clients?|kunden)\b/i, "customer", ["Name", "Email", "Company", "Status", "Spent", "Joined"]],
  [/\b(?:users?|members?|people|accounts?|benutzer)\b/i, "user", ["Name", "Email", "Role", "Status", "Last active"]],
  [/\b(?:employees?|staff|mitarbeiter)\b/i, "employee", ["Name", "Role", "Department", "Location", "Salary", "Joined"]],
  [/\b(?:orders?|purchases?|bestellungen)\b/i, "order", ["Order", "Customer", "Date", "Status", "Total"]],
  [
    /\b(?:invoices?|payments?|transactions?|billing|rechnungen)\b/i,
    "invoice",
    ["Invoice", "Customer", "Date", "Status", "Amount"],
  ],
  [
    /\b(?:products?|inventory|stock|items?|produkte)\b/i,
    "product",
    ["Product", "SKU", "Category", "Stock", "Price", "Status"],
  ],
  [/\b(?:tasks?|issues?|tickets?|bugs?|aufgaben)\b/i, "task", ["Task", "Assignee", "Priority", "Status", "Due date"]],
  [/\b(?:projects?|projekte)\b/i, "project", ["Project", "Owner", "Status", "Progress", "Due date"]],
  [/\b(?:leads?|deals?|opportunities)\b/i, "deal", ["Deal", "Company", "Owner", "Stage", "Amount"]],
  [/\b(?:students?|pupils?)\b/i, "student", ["Name", "Email", "Course", "Grade", "Status"]],
  [/\b(?:patients?|appointments?)\b/i, "patient", ["Name", "Date", "Doctor", "Status"]],
  [/\b(?:books?|library)\b/i, "book", ["Title", "Author", "Year", "Rating"]],
  [/\b(?:servers?|deployments?|models?)\b/i, "server", ["Name", "Region", "Status", "Load", "Updated"]],
];
const general: [string, string[]] = ["record", ["Name", "Category", "Status", "Amount", "Date"]];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const own = /\b(?:table|list|grid) of (?:the |my |our |all )?(\p{L}+s)\b/iu.exec(reading.source.text)?.[1];
  const found = subjects.find(([words]) => words.test(own ?? reading.source.text));
  const [subject, defaults] = found ? [found[1], found[2]] : own ? [singular(own.toLowerCase()), general[1]] : general;
  const usual = previous?.columns ?? defaults;
  const columns = editNames(reading, previous?.columns, {
    nouns: ["column", "spalte", "columna", "colonne"],
    defaults: [...usual, "Owner", "Location", "Notes", "Updated"],
    usual: usual.length,
    most: 10,
  });
  const listed = reading.first ? listedColumns(reading, columns, usual) : columns;
  const page = /\b(\d{1,3})\s+(?:\p{L}+\s+)?(?:per|a|each) page\b/iu.exec(reading.source.text)?.[1];
  const perPage = clamp(page ? Number(page) : (previous?.perPage ?? 8), 3, 50);
  return {
    subject: previous?.subject ?? subject,
    columns: [...new Set(listed)],
    rows: clamp(
      (page ? undefined : count(reading, ["row", "entry", "record", "line", "zeile", "fila"], previous?.rows)) ??
        previous?.rows ??
        24,
      1,
      60,
    ),
    perPage,
    search: wants(reading, ["search", "searchable", "suche", "find box"], previous?.search ?? true),
    filter: wants(reading, ["filter", "filtering", "filterable", "status filter"], previous?.filter ?? true),
    select: wants(reading, ["select", "selection", "checkbox", "row selection", "bulk"], previous?.select ?? true),
    pages: wants(reading, ["pagination", "paging", "page", "paginated"], previous?.pages ?? true),
    actions: wants(reading, ["action", "row action", "menu", "delete button", "row menu"], previous?.actions ?? true),
  };
}

/** "with name, email and status" without the word "columns". */
function listedColumns(reading: Reading, columns: string[], usual: readonly string[]): string[] {
  const untouched = columns.length === usual.length && columns.every((name, index) => name === usual[index]);
  const features = /\b(?:search|filter|sort|pagin|select|action|row|column|checkbox|export|button|header|page)/i;
  const found =
    /(?:\b(?:with|showing|shows|mit|avec|con)\b |\b(?:table|grid|list): ?)([^.;:]+)/i.exec(reading.source.text)?.[1] ??
    "";
  const names = found
    .split(/,|\band\b|\bund\b|\bet\b|\by\b|&/)
    .map((part) => part.replace(/\b(?:an?|the|badges?|chips?)\b/gi, "").trim())
    .filter((part) => part !== "" && !features.test(part) && part.split(/\s+/).length < 3 && /^\p{L}/u.test(part));
  return untouched && names.length > 1 ? names.map((name) => sentence(name).slice(0, 32)) : columns;
}

export const dataTable = defineKind<Spec>({
  name: "data-table",
  label: "a data table",
  placement: "app",
  absorbs: ["stats", "profile", "team", "mail"],
  words: {
    table: 9,
    "data table": 14,
    datatable: 12,
    "data grid": 12,
    datagrid: 12,
    spreadsheet: 8,
    "user table": 12,
    "order table": 12,
    "customer table": 12,
    "list of users": 10,
    "list of orders": 10,
    "list of customers": 10,
    "admin table": 12,
    tabelle: 10,
    datentabelle: 12,
    tableau: 8,
    tabla: 10,
    sortable: 4,
    column: 3,
    row: 2,
  },
  read,
  compose(spec, at): Composed {
    const columns = spec.columns.map((label) => ({ key: camel(label), label, type: typeOf(label) }));
    const status = columns.find((column) => column.type === "status");
    const data = sampleRows(columns, spec.rows, spec.subject);
    const first = columns[0];
    const options = status ? [...new Set(data.map((row) => String(row[status.key])))] : [];
    const typeName = pascal(spec.subject);
    const plural = `${spec.subject}s`;
    const filter = spec.filter && status !== undefined;
    const dataFile = code`
      export interface ${typeName} {
        id: string;
        ${columns.map((column) => `${column.key}: ${column.type === "number" || column.type === "money" ? "number" : "string"};`)}
      }

      export const ${camel(plural)}: ${typeName}[] = ${rows(data)};
    `;
    const body = code`
      import { type ${typeName}, ${camel(plural)} as initial } from "@/components/${plural.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-data";

      type Key = Exclude<keyof ${typeName}, "id">;

      const columns: { key: Key; label: string; align?: "right"; money?: boolean; badge?: boolean }[] = ${rows(
        columns.map((column) => ({
          key: column.key,
          label: column.label,
          align: column.type === "number" || column.type === "money" ? "right" : undefined,
          money: column.type === "money" ? true : undefined,
          badge: column.type === "status" ? true : undefined,
        })),
      )};

      ${filter && `const statuses = ${literal(options)};`}
      ${spec.pages && `const pageSize = ${spec.perPage};`}
      const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

      function compare(a: string | number, b: string | number): number {
        return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
      }

      export default function ${at.component}() {
        const [items${spec.actions && ", setItems"}] = useState(initial);
        ${spec.search && 'const [query, setQuery] = useState("");'}
        ${filter && 'const [status, setStatus] = useState("all");'}
        const [sort, setSort] = useState<{ key: Key; descending: boolean }>({ key: ${str(first?.key ?? "name")}, descending: false });
        ${spec.pages && "const [page, setPage] = useState(0);"}
        ${spec.select && "const [selected, setSelected] = useState<string[]>([]);"}

        const found = useMemo(() => {
          ${spec.search && "const words = query.trim().toLowerCase();"}
          return items
            ${spec.search && ".filter((item) => columns.some(({ key }) => String(item[key]).toLowerCase().includes(words)))"}
            ${filter && status && `.filter((item) => status === "all" || item.${status.key} === status)`}
            .toSorted((a, b) => compare(a[sort.key], b[sort.key]) * (sort.descending ? -1 : 1));
        }, [items, ${spec.search && "query,"} ${filter && "status,"} sort]);
        ${
          spec.pages
            ? `const pageCount = Math.max(1, Math.ceil(found.length / pageSize));
        const current = Math.min(page, pageCount - 1);
        const shown = found.slice(current * pageSize, (current + 1) * pageSize);`
            : "const shown = found;"
        }
        ${spec.select && "const allShown = shown.length > 0 && shown.every((item) => selected.includes(item.id));"}

        function sortBy(key: Key) {
          setSort({ key, descending: sort.key === key && !sort.descending });
        }
        ${
          spec.select &&
          `
        function toggle(ids: string[], on: boolean) {
          setSelected(on ? [...new Set([...selected, ...ids])] : selected.filter((id) => !ids.includes(id)));
        }`
        }
        ${
          spec.actions &&
          code`
        function remove(ids: string[]) {
          setItems(items.filter((item) => !ids.includes(item.id)));
          ${spec.select && "setSelected(selected.filter((id) => !ids.includes(id)));"}
        }`
        }

        return (
          <section className="${at.root} ${at.alone ? "px-4 py-10 sm:px-6" : "px-4 py-8 sm:px-6"}" aria-labelledby="table-title">
            <div className="mx-auto ${at.width}">
              <div className="flex flex-wrap items-end justify-between gap-4">
                <div>
                  <h2 id="table-title" className="text-2xl ${at.headingColor} font-semibold tracking-tight">${text(at.title(sentence(plural)))}</h2>
                  <p className="mt-1 text-sm text-muted-foreground" aria-live="polite">
                    {found.length} of {items.length} ${text(plural)}
                  </p>
                </div>
                <div className="flex w-full flex-wrap gap-2 sm:w-auto">
                  ${
                    spec.search &&
                    code`<div className="relative flex-1 sm:w-64">
                    <SearchIcon className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden="true" />
                    <Input
                      type="search" aria-label=${str(`Search ${plural}`)} placeholder="Search" className="pl-9" value={query}
                      onChange={(event) => {
                        setQuery(event.target.value);
                        ${spec.pages && "setPage(0);"}
                      }}
                    />
                  </div>`
                  }
                  ${
                    filter &&
                    code`<Select
                    value={status}
                    onValueChange={(value) => {
                      setStatus(value);
                      ${spec.pages && "setPage(0);"}
                    }}
                  >
                    <SelectTrigger className="w-40" aria-label="Filter">
                      <SelectValue />
                    </SelectTrigger>
                    <SelectContent>
                      <SelectItem value="all">All</SelectItem>
                      {statuses.map((name) => (
                        <SelectItem key={name} value={name}>{name}</SelectItem>
                      ))}
                    </SelectContent>
                  </Select>`
                  }
                </div>
              </div>
              ${
                spec.select &&
                code`{selected.length > 0 && (
                <div className="mt-4 flex items-center justify-between gap-3 rounded-lg border ${at.accent.soft} px-4 py-2 text-sm" role="status">
                  <p>{selected.length} selected</p>
                  ${
                    spec.actions
                      ? `<Button size="sm" variant="outline" onClick={() => remove(selected)}><Trash2Icon aria-hidden="true" />Delete</Button>`
                      : `<Button size="sm" variant="outline" onClick={() => setSelected([])}>Clear</Button>`
                  }
                </div>
              )}`
              }
              <div className="mt-4 overflow-x-auto rounded-lg border">
                <Table>
                  <TableHeader>
                    <TableRow>
                      ${spec.select && `<TableHead className="w-10"><Checkbox aria-label="Select all on this page" checked={allShown} onCheckedChange={(checked) => toggle(shown.map((item) => item.id), checked === true)} /></TableHead>`}
                      {columns.map((column) => (
                        <TableHead
                          key={column.key}
                          className={cn(column.align === "right" && "text-right")}
                          aria-sort={sort.key === column.key ? (sort.descending ? "descending" : "ascending") : "none"}
                        >
                          <Button variant="ghost" size="sm" className={cn(column.align === "right" ? "-mr-2.5" : "-ml-2.5")} onClick={() => sortBy(column.key)}>
                            {column.label}
                            {sort.key !== column.key ? <ArrowUpDownIcon className="opacity-40" aria-hidden="true" /> : sort.descending ? <ArrowDownIcon aria-hidden="true" /> : <ArrowUpIcon aria-hidden="true" />}
                          </Button>
                        </TableHead>
                      ))}
                      ${spec.actions && `<TableHead className="w-10"><span className="sr-only">Actions</span></TableHead>`}
                    </TableRow>
                  </TableHeader>
                  <TableBody>
                    {shown.map((item) => (
                      <TableRow key={item.id} ${spec.select && 'data-state={selected.includes(item.id) ? "selected" : undefined}'}>
                        ${spec.select && `<TableCell><Checkbox aria-label={\`Select \${item.${first?.key ?? "id"}}\`} checked={selected.includes(item.id)} onCheckedChange={(checked) => toggle([item.id], checked === true)} /></TableCell>`}
                        {columns.map((column, index) => (
                          <TableCell key={column.key} className={cn("${at.space.gap === "gap-3" && "py-1.5"}", index === 0 && "font-medium", column.align === "right" && "text-right tabular-nums")}>
                            {column.badge ? <Badge variant="secondary">{item[column.key]}</Badge> : column.money ? money.format(Number(item[column.key])) : item[column.key]}
                          </TableCell>
                        ))}
                        ${
                          spec.actions &&
                          `<TableCell>
                          <DropdownMenu>
                            <DropdownMenuTrigger asChild>
                              <Button variant="ghost" size="icon" aria-label={\`Actions for \${item.${first?.key ?? "id"}}\`}><EllipsisIcon /></Button>
                            </DropdownMenuTrigger>
                            <DropdownMenuContent align="end">
                              <DropdownMenuItem onSelect={() => remove([item.id])}><Trash2Icon aria-hidden="true" />Delete</DropdownMenuItem>
                            </DropdownMenuContent>
                          </DropdownMenu>
                        </TableCell>`
                        }
                      </TableRow>
                    ))}
                    {shown.length === 0 && (
                      <TableRow>
                        <TableCell colSpan={columns.length + ${Number(spec.select) + Number(spec.actions)}} className="h-24 text-center text-muted-foreground">Nothing fits these filters.</TableCell>
                      </TableRow>
                    )}
                  </TableBody>
                </Table>
              </div>
              ${
                spec.pages &&
                `<nav className="mt-4 flex items-center justify-between gap-4" aria-label="Pages">
                <p className="text-sm text-muted-foreground tabular-nums">Page {current + 1} of {pageCount}</p>
                <div className="flex gap-2">
                  <Button variant="outline" size="sm" disabled={current === 0} onClick={() => setPage(current - 1)}><ChevronLeftIcon aria-hidden="true" />Previous</Button>
                  <Button variant="outline" size="sm" disabled={current >= pageCount - 1} onClick={() => setPage(current + 1)}>Next<ChevronRightIcon aria-hidden="true" /></Button>
                </div>
              </nav>`
              }
            </div>
          </section>
        );
      }
    `;
    return {
      body,
      files: [{ path: `components/${plural.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-data.ts`, text: dataFile }],
    };
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.columns.length, "sortable column")} (${spoken(spec.columns)}) over ${counted(spec.rows, "row")}`,
      spec.search && "search",
      spec.filter && "filter",
      spec.pages && `pages of ${spec.perPage}`,
    ]),
  followUps: (spec) => [
    "add a column Notes",
    spec.select ? "remove the checkboxes" : "add row selection",
    spec.rows === 12 ? "30 rows" : "a dozen rows",
    `remove the column ${spec.columns.at(-1) ?? "Status"}`,
  ],
});

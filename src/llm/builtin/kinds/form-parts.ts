import { attr, literal, rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import type { Field } from "../reading/fields.ts";

/**
 * The rules of a form as module code: `required`, and `validate(values)`, which gives a message for each field at fault.
 * Values live in a `Record<string, string>` by field name; a ticked box is "yes".
 */
export function formLogic(fields: readonly Field[]): string {
  const required = fields.filter((field) => field.required).map((field) => ({ name: field.name, label: field.label }));
  const emails = fields.filter((field) => field.type === "email").map((field) => field.name);
  const password = fields.some((field) => field.name === "password");
  const confirm = fields.some((field) => field.name === "confirmPassword");
  return code`
    const required = ${rows(required)};

    function validate(values: Record<string, string>): Record<string, string> {
      const errors: Record<string, string> = {};
      for (const { name, label } of required) {
        if (!values[name]?.trim()) errors[name] = \`\${label} is required.\`;
      }
      ${
        emails.length > 0 &&
        `for (const name of ${literal(emails)}) {
        const value = values[name] ?? "";
        if (value !== "" && !/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(value)) errors[name] = "Enter a valid email address.";
      }`
      }
      ${
        password &&
        `const password = values["password"] ?? "";
      if (password !== "" && password.length < 8) errors["password"] = "Use at least 8 characters.";`
      }
      ${password && confirm && `if (password !== (values["confirmPassword"] ?? "")) errors["confirmPassword"] = "The passwords differ.";`}
      return errors;
    }`;
}

/** Labelled controls bound to `values`, `errors` and `update(name, value)`, each with its message. */
export function fieldRows(fields: readonly Field[], wide: (field: Field) => string = () => ""): string[] {
  return fields.map((field) => {
    const id = str(field.name);
    const message = `{errors[${id}] && <p id="${field.name}-error" className="text-sm text-destructive">{errors[${id}]}</p>}`;
    if (field.type === "checkbox") {
      return code`
        <div className="grid gap-1.5 ${wide(field)}">
          <div className="flex items-center gap-2">
            <Checkbox id=${id} checked={values[${id}] === "yes"} onCheckedChange={(checked) => update(${id}, checked === true ? "yes" : "")} />
            <Label htmlFor=${id} className="font-normal">${text(field.label)}</Label>
          </div>
          ${field.required && message}
        </div>`;
    }
    return code`
      <div className="grid content-start gap-2 ${wide(field)}">
        <Label htmlFor=${id}>
          ${text(field.label)}
          ${!field.required && '<span className="font-normal text-muted-foreground">(optional)</span>'}
        </Label>
        ${control(field, id)}
        ${message}
      </div>`;
  });
}

function control(field: Field, id: string): string {
  const described = `aria-invalid={Boolean(errors[${id}])} aria-describedby={errors[${id}] ? "${field.name}-error" : undefined}`;
  if (field.type === "select") {
    return code`
      <Select value={values[${id}] ?? ""} onValueChange={(value) => update(${id}, value)}>
        <SelectTrigger id=${id} className="w-full" ${described}>
          <SelectValue placeholder=${attr(`Choose ${field.label.toLowerCase()}`)} />
        </SelectTrigger>
        <SelectContent>
          ${(field.options ?? []).map((option) => `<SelectItem value=${attr(option)}>${text(option)}</SelectItem>`)}
        </SelectContent>
      </Select>`;
  }
  const shared = `id=${id} name=${id} ${field.autoComplete ? `autoComplete=${attr(field.autoComplete)}` : ""}`;
  if (field.type === "file") {
    return `<Input ${shared} type="file" onChange={(event) => update(${id}, event.target.files?.[0]?.name ?? "")} ${described} />`;
  }
  const bound = `value={values[${id}] ?? ""} onChange={(event) => update(${id}, event.target.value)} ${described}`;
  const placeholder = field.placeholder ? `placeholder=${attr(field.placeholder)}` : "";
  if (field.type === "textarea") return `<Textarea ${shared} rows={5} ${placeholder} ${bound} />`;
  return `<Input ${shared} type="${field.type}" ${field.type === "number" ? "min={0}" : ""} ${placeholder} ${bound} />`;
}

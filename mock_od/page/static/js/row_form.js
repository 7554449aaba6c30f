// A form for one row: every column, of which only those are sent that were changed.
import { plane } from "./api.js";
import { button, el, field, guarded, show, text } from "./dom.js";
import { key as officeKey, office } from "./office.js";

const LONG = 60;

/** Shows the form in a place; `done` hears what was done: "added", "changed" or "deleted". */
export async function editRow(place, { name, key, columns }, row, focused, done) {
  const isNew = row[key] === undefined;
  const inputs = new Map();
  const close = () => show(place);
  const fields = columns.filter((one) => isNew || one.name !== key).map((one) => {
    const made = inputFor(one, row[one.name]);
    inputs.set(one, made.querySelector("input, select, textarea"));
    return made;
  });

  async function save(event) {
    event.preventDefault();
    const changes = {};
    for (const [column, input] of inputs) {
      const before = text(row[column.name]);
      if (input.value !== before) changes[column.name] = valueOf(input.value, row[column.name], column);
    }
    if (isNew) await plane("POST", "/seed", { office: officeKey, tables: { [name]: [changes] } });
    else await plane("PATCH", office("tables", name, String(row[key])), changes);
    close();
    await done(isNew ? "added" : "changed");
  }

  async function remove(event) {
    if (event.target.dataset.sure === undefined) {
      event.target.dataset.sure = "";
      event.target.textContent = "Yes, delete it";
      return;
    }
    await plane("DELETE", office("tables", name, String(row[key])));
    close();
    await done("deleted");
  }

  const title = isNew ? `A new row of ${name}` : `${name} ${row[key]}`;
  show(place, el("form", { class: "panel", "aria-label": title, on: { submit: guarded(save) } },
    el("h2", {}, title),
    el("p", { class: "quiet" }, isNew ? "What you leave empty gets its default; the key gets the next number." : "Only what you change is written. No rule of the API looks at it."),
    el("div", { class: "columns" }, fields),
    el("div", { class: "row" },
      el("button", { type: "submit" }, isNew ? "Add the row" : "Save"),
      button("Close", close, { class: "plain" }),
      isNew ? null : button("Delete the row", remove, { class: "danger" }))));
  const first = [...inputs].find(([column]) => column.name === focused)?.[1] ?? place.querySelector("input, select, textarea");
  first?.focus();
  place.scrollIntoView({ block: "nearest" });
}

function inputFor(column, value) {
  const said = text(value);
  const label = column.name;
  if (column.names?.length && (value === undefined || column.names.includes(said))) {
    const options = value === undefined ? ["", ...column.names] : column.names;
    return field(label, { value: said }, options);
  }
  if (typeof value === "boolean" || said === "true" || said === "false") return field(label, { value: said }, ["true", "false"]);
  const long = said.length > LONG || said.includes("\n");
  return field(label, { value: said, autocomplete: "off", spellcheck: "false", title: column.about || column.kind, ...(long ? { rows: "3" } : {}) });
}

/** What was typed, as JSON of the kind that stood there. */
function valueOf(typed, before, column) {
  const isNumber = typeof before === "number" || /^(key|foreign key|name|whole number|fraction)/.test(column.kind);
  if (isNumber && typed.trim() !== "" && Number.isFinite(Number(typed))) return Number(typed);
  if (typeof before === "boolean") return typed === "true";
  return typed;
}

// Data: the tables of an office and their rows. What is done to the whole office is in office_tools.js.
import { part, plane, queryOf } from "./api.js";
import { begin, button, byId, el, field, guarded, say, show, table, text } from "./dom.js";
import { asks, key, office, opened, withOffice } from "./office.js";
import { showTools } from "./office_tools.js";
import { editRow } from "./row_form.js";

const AT_ONCE = 50; // rows that are shown before one asks for more
const NOTHING = new Set(["", "0", "false", "0001-01-01", "0001-01-01 00:00:00", "00:00:00"]);

let shown = null; // the table that is looked at: {name, key, columns, rows}

/** An address of this tab: a table, or its rows with one value in a column. */
const addressOf = (name, column = "", value = "") => withOffice("/data", { table: name, ...(column ? { column, value } : {}) });

async function showTables() {
  const { tables } = await plane("GET", office("tables"));
  const asked = byId("table-filter").value.trim().toLowerCase();
  const named = Object.entries(tables).filter(([name, rows]) => (asked ? name.includes(asked) : rows > 0 || name === shown?.name));
  show(byId("tables"), el("ul", { class: "list" }, named.map(([name, rows]) =>
    el("li", {}, el("a", { href: addressOf(name), "aria-current": name === shown?.name }, name, " ", el("span", { class: "quiet" }, String(rows)))))),
    named.length ? null : el("p", {}, "No table has such a name."),
    asked ? null : el("p", { class: "quiet" }, "Tables without rows are shown when you look for their name."));
}

// --- the rows of one table ---

async function showTable() {
  const name = asks("table");
  if (!name) {
    show(byId("rows"), el("p", {}, "Choose a table. A number that names a row of another table is a link to it."));
    return;
  }
  const said = await plane("GET", `/tables/${part(name)}`);
  const where = asks("column") ? { [asks("column")]: asks("value") } : {};
  const { rows } = await plane("GET", office("tables", name) + queryOf(where));
  shown = { ...said, name, rows };
  draw({ most: AT_ONCE, contains: byId("contains")?.value ?? "", all: byId("all-columns")?.checked ?? false });
}

function draw({ most, contains, all }) {
  const asked = contains.trim().toLowerCase();
  const found = asked ? shown.rows.filter((row) => Object.values(row).some((value) => text(value).toLowerCase().includes(asked))) : shown.rows;
  const columns = shown.columns.filter((one) => all || one.name === shown.key || shown.rows.some((row) => !NOTHING.has(text(row[one.name]))));
  const again = (changes) => draw({ most, contains, all, ...changes });
  const hidden = shown.columns.length - columns.length;
  show(byId("rows"),
    el("h2", {}, shown.name),
    asks("column") ? el("p", {}, `Rows whose ${asks("column")} is ${asks("value")}. `, el("a", { href: addressOf(shown.name) }, "Show all rows")) : null,
    el("div", { class: "row" },
      field("Rows that contain", { id: "contains", type: "search", value: contains, autocomplete: "off" }),
      el("div", {}, el("label", {}, el("input", { id: "all-columns", type: "checkbox", checked: all }), ` All columns (${hidden ? `${hidden} empty ones are hidden` : "none is hidden"})`)),
      button("Add a row", () => edit({})),
      button("Look again", refresh, { class: "plain" })),
    el("p", { role: "status" }, `${found.length} of ${shown.rows.length} rows`),
    found.length ? table([
      { title: "Row", cell: (row) => button(`Edit ${row[shown.key]}`, () => edit(row), { class: "small" }) },
      ...columns.map((column) => ({ title: column.name, cell: (row) => cell(column, row) })),
    ], found.slice(0, most), { caption: `Rows of ${shown.name}` }) : null,
    found.length > most ? button(`Show ${Math.min(AT_ONCE, found.length - most)} more`, () => again({ most: most + AT_ONCE }), { class: "plain" }) : null);
  const input = byId("contains");
  input.addEventListener("input", () => {
    again({ contains: input.value, most: AT_ONCE });
    const next = byId("contains");
    next.focus();
    next.setSelectionRange(next.value.length, next.value.length);
  });
  byId("all-columns").addEventListener("change", (event) => {
    again({ all: event.target.checked });
    byId("all-columns").focus();
  });
}

/** A cell: its value, which is a link where it names a row. */
function cell(column, row) {
  const value = row[column.name];
  const edits = { on: { dblclick: guarded(() => edit(row, column.name)) }, title: "Double-click to edit" };
  const target = column.refersBy ? column.refersBy.tables[row[column.refersBy.column]] : column.refersTo;
  if (target && value) return el("a", { href: addressOf(target.table, target.key, value), title: `The row of ${target.table}` }, text(value));
  if (column.name === shown.key) return text(value);
  const long = text(value);
  return el("span", edits, long.length > 80 ? `${long.slice(0, 80)}…` : long);
}

async function edit(row, column) {
  const before = new Set(shown.rows.map((one) => one[shown.key]));
  await editRow(byId("row"), shown, row, column, async (done) => {
    await refresh();
    const made = shown.rows.find((one) => !before.has(one[shown.key]));
    say("good", done === "added" ? `A row was added to ${shown.name}${made ? `: ${made[shown.key]}` : ""}.` : `The row was ${done}.`);
  });
}

async function refresh() {
  await showTable();
  await showTables();
}

begin(async () => {
  await opened();
  byId("table-filter").addEventListener("input", guarded(showTables));
  showTools(byId("tools"), async (what) => {
    show(byId("row"));
    await refresh();
    say("good", what);
  });
  await refresh();
  document.title = `${shown ? shown.name : "Data"} of ${key} - mock_od`;
});

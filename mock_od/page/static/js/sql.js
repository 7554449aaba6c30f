// SQL: what a client gets by PUT /queries/ShortQuery, and the same call as code.
import { part, plane } from "./api.js";
import { begin, button, byId, code, copyable, el, guarded, show, table } from "./dom.js";
import { asks, call, developer, key, office, opened, remember } from "./office.js";
import { LANGUAGES, snippet } from "./snippets.js";

const PATH = "/queries/ShortQuery";
const PAGE = 100; // rows that an answer has without an Offset
const EXAMPLES = [
  ["The patients by name", "SELECT PatNum, LName, FName, Birthdate\nFROM patient\nORDER BY LName, FName\nLIMIT 20"],
  ["How many appointments each day has", "SELECT DATE(AptDateTime) AS Day, COUNT(*) AS Appointments\nFROM appointment\nGROUP BY DATE(AptDateTime)\nORDER BY Day DESC\nLIMIT 20"],
  ["The procedures that are planned, with their patients", "SELECT patient.LName, patient.FName, procedurecode.ProcCode, procedurecode.Descript, procedurelog.ProcFee\nFROM procedurelog\nINNER JOIN patient ON patient.PatNum = procedurelog.PatNum\nINNER JOIN procedurecode ON procedurecode.CodeNum = procedurelog.CodeNum\nWHERE procedurelog.ProcStatus = 1\nORDER BY procedurelog.ProcFee DESC\nLIMIT 20"],
  ["Which tables there are", "SHOW TABLES"],
];

const command = byId("command");

async function ask(offset = 0) {
  const body = { SqlCommand: command.value };
  remember({ sql: command.value });
  const query = offset ? { Offset: offset } : {};
  const answer = await call("PUT", PATH, { body, query });
  const rows = Array.isArray(answer.json) ? answer.json : null;
  show(byId("answer"),
    el("h2", {}, "Answer"),
    el("p", { role: "status" }, el("span", { class: `badge ${answer.ok ? "good" : "bad"}` }, String(answer.status)),
      rows ? ` ${rows.length} rows in ${answer.milliseconds.toFixed(1)} ms` : ` ${typeof answer.json === "string" ? answer.json : answer.text}`),
    answer.hint ? el("p", { class: "notice note" }, answer.hint) : null,
    rows?.length ? table(Object.keys(rows[0]), rows, { caption: offset ? `Rows from ${offset} on` : "Rows" }) : null,
    rows?.length === PAGE && !offset ? button("The API answers 100 rows at a time. Ask for the rows after these", () => ask(PAGE), { class: "plain" }) : null,
    el("details", {}, el("summary", {}, "The same call as code"), LANGUAGES.map((language) => el("div", {}, el("h3", {}, language),
      copyable(snippet(language, { verb: "PUT", url: answer.url, developer, customer: key, body: JSON.stringify(body) }), `the call in ${language}`)))),
    rows ? el("details", {}, el("summary", {}, "The answer as JSON"), code(rows, "the answer")) : null);
}

byId("query").addEventListener("submit", guarded(async (event) => {
  event.preventDefault();
  await ask();
}));
command.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("query").requestSubmit();
});
show(byId("examples"), EXAMPLES.map(([title, sql]) => el("li", {}, button(title, async () => {
  command.value = sql;
  command.focus();
  await ask();
}, { class: "link" }))));

byId("of-table").addEventListener("change", guarded(async (event) => {
  const said = await plane("GET", `/tables/${part(event.target.value.trim())}`);
  show(byId("columns"), table(["name", "kind", "about"], said.columns, { caption: `Columns of ${said.table}` }));
}));

begin(async () => {
  await opened();
  command.value = asks("sql") || EXAMPLES[0][1];
  const { tables } = await plane("GET", office("tables"));
  show(byId("table-names"), Object.keys(tables).map((name) => el("option", { value: name })));
});

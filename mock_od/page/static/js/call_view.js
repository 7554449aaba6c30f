// One call of the journal: its request, answer, hint and changes; to send it again; to save it as a test.
import { part, plane, queryOf } from "./api.js";
import { button, code, copyable, el, show, table } from "./dom.js";
import { withOffice } from "./office.js";
import { savedTest } from "./pytest_trial.js";
import { isCut, sendAgain } from "./sending.js";

const ROWS = 5; // of a table that are shown as they are now

/** Shows a call in `node`; `look` looks for new calls. */
export async function showCall(node, call, look) {
  const done = el("div", { role: "status" });
  const own = call.office !== "";
  show(node,
    el("h3", {}, "Request"),
    code(`${call.verb} ${call.path}${queryOf(call.query)}`, "the request"),
    call.body === null ? el("p", { class: "quiet" }, "It had no body.") : code(call.body, "the body"),
    el("h3", {}, "Answer"),
    el("p", {}, call.status === null ? "The connection was dropped: there was no answer. " : `Status ${call.status}. `,
      call.method ? `This is the method ${call.method}. ` : "", `It took ${call.seconds} s on the office's clock.`),
    call.answer === null ? null : code(call.answer, "the answer"),
    call.hint ? el("p", { class: "notice note" }, el("b", {}, "Hint: "), call.hint) : null,
    own ? [el("h3", {}, "Changes"), await changes(call)] : null,
    own ? el("div", { class: "row" },
      button("Send it again", () => replay(call, done, look)),
      button("Save as pytest", () => save(call, done), { class: "plain" })) : null,
    done);
}

// --- what it changed ---

async function changes(call) {
  const changed = Object.entries(call.changed);
  if (!changed.length) return el("p", {}, "It changed no row.");
  return Promise.all(changed.map(([name, keys]) => rowsOf(call.office, name, keys)));
}

async function rowsOf(office, name, keys) {
  const { key } = await plane("GET", `/tables/${part(name)}`);
  const rows = await Promise.all(keys.slice(0, ROWS).map(async (one) => {
    const found = await plane("GET", `/offices/${part(office)}/tables/${part(name)}${queryOf({ [key]: one })}`);
    return { one, row: found.rows[0] };
  }));
  const link = (one) => el("a", { href: withOffice("/data", { office, table: name, column: key, value: one }) }, `${key} ${one}`);
  return [
    table([
      { title: "Row", cell: ({ one }) => link(one) },
      { title: "As it is now", cell: ({ row }) => (row ? said(row) : "It is no longer there.") },
    ], rows, { caption: `${name}: ${keys.length} ${keys.length === 1 ? "row" : "rows"}` }),
    keys.length > ROWS ? el("p", { class: "quiet" }, `The others are ${keys.slice(ROWS, ROWS + 100).join(", ")}.`) : null,
  ];
}

const NOTHING = new Set(["", "0", "false", "0001-01-01", "0001-01-01 00:00:00", "00:00:00"]);
const said = (row) => Object.entries(row).filter(([, value]) => !NOTHING.has(String(value))).map(([name, value]) => `${name}: ${value}`).join(", ");

// --- what is done with it ---

async function replay(call, done, look) {
  if (isCut(call.body)) throw own("The body was too long for the journal, which has only its beginning. It cannot be sent again.");
  const answer = await sendAgain(call, call.office);
  const same = answer.status === call.status && JSON.stringify(answer.json ?? answer.text) === JSON.stringify(call.answer ?? "");
  show(done, el("p", {}, "Sent again: ",
    el("span", { class: `badge ${answer.ok ? "good" : "bad"}` }, String(answer.status)),
    ` in ${answer.milliseconds.toFixed(1)} ms. `, same ? "The answer is the same." : "The answer is another one:"),
  same ? null : code(answer.json ?? answer.text, "the new answer"),
  answer.hint ? el("p", { class: "notice note" }, el("b", {}, "Hint: "), answer.hint) : null);
  await look();
}

async function save(call, done) {
  show(done, el("p", {}, "The call is tried in a fresh office..."));
  const found = await savedTest(call);
  show(done, el("p", { class: `notice ${found.text ? "good" : "bad"}` }, found.says), found.text ? copyable(found.text, "the test") : null);
}

function own(says) {
  const slip = new Error(says);
  slip.isAnswer = true;
  return slip;
}

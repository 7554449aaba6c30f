// Traffic: the calls of an office as they arrive, each once. What one opens to is in call_view.js.
import { part, plane, queryOf } from "./api.js";
import { showCall } from "./call_view.js";
import { begin, byId, el, guarded, say, show } from "./dom.js";
import { asks, key, opened, remember } from "./office.js";
import { trials } from "./pytest_trial.js";

const BETWEEN = 500; // milliseconds between two looks for new calls
const MOST = 1000; // calls that stand here at once: as many as an office keeps
const MOST_OFFICES = 50; // that are asked at each look, where all are looked at

const FILTERS = ["scope", "verb", "path", "status", "text"];
let journals = new Map(); // by the path of a journal in the plane: the last call of it that was shown
let lines = []; // {call, node, words}, the newest last
let paused = false;

// --- what is new ---

const journalOf = (office) => ({ office, path: `/offices/${part(office)}/requests` });

async function watched() {
  const scope = byId("scope").value;
  if (scope === "strangers") return [{ office: "", path: "/requests/strangers" }];
  if (!scope) return [journalOf(key)];
  const offices = (await plane("GET", "/offices")).offices.filter((one) => !trials.has(one.office));
  if (offices.length > MOST_OFFICES) say("note", `${offices.length} offices are open. The calls of ${MOST_OFFICES} of them are shown.`);
  return offices.slice(0, MOST_OFFICES).map((one) => journalOf(one.office));
}

/** The calls of a journal that were not shown yet. */
async function newCalls({ path }) {
  const last = journals.get(path);
  if (!last) return (await plane("GET", path)).requests;
  // The last one is asked for again: where it is gone, the calls were forgotten, or the office was opened anew and
  // counts from 1.
  const { requests } = await plane("GET", path + queryOf({ since: last.id - 1 }));
  if (JSON.stringify(requests[0]) === JSON.stringify(last)) return requests.slice(1);
  const all = (await plane("GET", path)).requests;
  return all.some((one) => one.id <= last.id) ? all : all.filter((one) => one.id > last.id);
}

async function look() {
  const found = [];
  const scope = byId("scope").value;
  for (const journal of await watched()) {
    let fresh;
    try {
      fresh = await newCalls(journal);
    } catch (refused) {
      if (refused.status !== 404) throw refused;
      journals.delete(journal.path); // closed; its next calls are counted from 1
      continue;
    }
    if (!fresh.length) continue;
    if (scope !== byId("scope").value) return; // another choice was made meanwhile, and begins anew
    journals.set(journal.path, fresh.at(-1));
    found.push(...fresh.map((call) => ({ ...call, office: journal.office })));
  }
  if (found.length) add(found.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))));
}

let looking = Promise.resolve();

/** Looks for new calls, one look after the other: two at once would show a call twice. */
function lookInTurn() {
  looking = looking.then(guarded(look));
  return looking;
}

async function follow() {
  if (!paused && !document.hidden) await lookInTurn();
  setTimeout(follow, BETWEEN);
}

// --- what is shown ---

function add(calls) {
  const nodes = calls.map((call) => {
    const node = line(call);
    lines.push({ call, node, words: null });
    return node;
  });
  byId("calls").prepend(...nodes.reverse());
  for (const gone of lines.splice(0, Math.max(0, lines.length - MOST))) gone.node.remove();
  filter();
}

function line(call) {
  const { verb, path, query, status, hint, at } = call;
  const whose = byId("scope").value ? (call.office || (call.key ?? "no key")) : "";
  const kind = status === null || status >= 400 ? "bad" : "good";
  const inside = el("div", { class: "opened" });
  const opens = el("details", {},
    el("summary", {},
      el("span", { class: "quiet mono" }, at.slice(11, 19)),
      whose ? el("span", { class: "quiet" }, whose) : null,
      el("span", { class: "verb" }, verb),
      el("span", { class: "path mono" }, path + decodeURIComponent(queryOf(query).replaceAll("+", " "))),
      el("span", { class: `badge ${kind}` }, status === null ? "dropped" : String(status)),
      hint ? el("span", { class: "badge note" }, "hint") : null),
    inside);
  opens.addEventListener("toggle", guarded(async () => {
    if (opens.open && !inside.hasChildNodes()) await showCall(inside, call, lookInTurn);
  }));
  return el("li", { data: { call: `${call.office}/${call.id}` } }, opens);
}

const escaped = (said) => said.replace(/[\\^$.|?+()[\]{}]/g, "\\$&");

/** Whether a path is as asked: with a star the whole of it, without one any part of it. */
function pathFits(path, asked) {
  if (!asked.includes("*")) return path.includes(asked);
  return new RegExp(`^${escaped(asked).replaceAll("*", ".*")}$`, "is").test(path);
}

function statusFits(status, asked) {
  if (status === null) return "dropped".startsWith(asked.toLowerCase());
  return new RegExp(`^${escaped(asked).replace(/x/gi, "\\d")}`).test(String(status));
}

function textFits(one, asked) {
  one.words ??= JSON.stringify(one.call).toLowerCase() + [one.call.body, one.call.answer].filter((said) => typeof said === "string").join(" ").toLowerCase();
  return one.words.includes(asked.toLowerCase());
}

function filter() {
  const [verb, path, status, said] = FILTERS.slice(1).map((name) => byId(name).value.trim());
  let fitting = 0;
  for (const one of lines) {
    const { call, node } = one;
    const fits = (!verb || call.verb === verb) && (!path || pathFits(call.path, path)) && (!status || statusFits(call.status, status)) && (!said || textFits(one, said));
    node.hidden = !fits;
    fitting += fits;
  }
  byId("counted").textContent = fitting === lines.length ? `${lines.length} calls` : `${fitting} of ${lines.length} calls`;
  byId("nothing").hidden = lines.length > 0;
}

function startOver() {
  journals = new Map();
  lines = [];
  show(byId("calls"));
  filter();
}

// --- what is done ---

byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("input", guarded(async (event) => {
  remember(Object.fromEntries(FILTERS.map((name) => [name, byId(name).value])));
  if (event.target.id !== "scope") {
    filter();
    return;
  }
  startOver();
  await lookInTurn();
}));
byId("pause").addEventListener("click", () => {
  paused = !paused;
  byId("pause").setAttribute("aria-pressed", String(paused));
  byId("pause").textContent = paused ? "Go on" : "Pause";
});
byId("forget").addEventListener("click", guarded(async () => {
  for (const { path } of await watched()) await plane("DELETE", path);
  lines = [];
  show(byId("calls"));
  filter();
}));

begin(async () => {
  for (const name of FILTERS) byId(name).value = asks(name);
  await opened();
  filter();
  await follow();
});

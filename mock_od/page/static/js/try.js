// Try it: a form for a method, what was sent and answered, and the rows before and after.
import { part, plane, queryOf } from "./api.js";
import { begin, button, byId, code, copyable, el, guarded, say, show } from "./dom.js";
import { asks, call, developer, key, office, opened, withOffice } from "./office.js";
import { changes } from "./office_tools.js";
import { LANGUAGES, snippet } from "./snippets.js";
import { form } from "./try_form.js";

const KEPT = "before the call of Try it"; // a snapshot, so that what was changed is seen and can be taken back
const LOG = "securitylog";
let index = null;

function list() {
  const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = asks("method");
  const groups = index.resources
    .map((one) => [one.name, one.methods.filter((method) => method.state === "here" && words.every((word) => `${method.verb} ${method.path} ${method.spoken} ${method.id}`.toLowerCase().includes(word)))])
    .filter(([, methods]) => methods.length);
  // All 300 at once would hide each other: a group is open where one looks for its methods, or uses one.
  show(byId("methods"), groups.map(([name, methods]) =>
    el("details", { open: words.length > 0 || methods.some((one) => one.id === chosen) }, el("summary", {}, name, " ", el("span", { class: "quiet" }, String(methods.length))),
      el("ul", { class: "list" }, methods.map((one) => el("li", {}, el("a", { href: withOffice("/try", { method: one.id }), class: "mono", "aria-current": one.id === chosen }, `${one.verb} ${one.path}`)))))),
    groups.length ? null : el("p", {}, "No method has these words."));
}

/** The method that the address names, with its resource: null where this office has none of that name. */
async function chosen(version) {
  const id = asks("method");
  const resource = index.resources.find((one) => one.methods.some((method) => method.id === id));
  if (!resource) return null;
  const { resource: said } = await plane("GET", `/description/${part(resource.name)}?version=${part(version)}`);
  return { resource: said, method: said.methods.find((one) => one.id === id) };
}

async function showForm({ resource, method }) {
  if (method.state !== "here") {
    show(byId("form"), el("p", { class: "notice note" }, `${method.spoken} cannot be called in this office. The Reference says why.`));
    return;
  }
  const { example: found } = await plane("GET", office("examples", method.id));
  const example = found ?? suggested(method);
  const shown = form(method, example);
  show(byId("form"), el("form", { "aria-label": method.spoken, on: { submit: guarded(async (event) => {
    event.preventDefault();
    await send(method, shown.request());
  }) } },
    el("h2", {}, el("span", { class: "mono" }, `${method.verb} ${method.path}`)),
    el("p", {}, el("a", { href: withOffice("/reference", { resource: resource.name }) + `#${method.id}` }, "What the Reference says of it")),
    example ? null : el("p", { class: "notice note" }, "No example was found that works with the rows of this office: it may lack a row that the method needs. Fill the form yourself."),
    shown.node,
    el("div", { class: "row" }, el("button", { type: "submit" }, "Send"))));
}

/** For a method that needs nothing but SQL, which no row of an office has. */
function suggested(method) {
  const needed = method.parameters.filter((one) => one.required).map((one) => one.name);
  return needed.length === 1 && needed[0] === "SqlCommand" ? { query: {}, body: { SqlCommand: "SELECT PatNum, LName, FName FROM patient LIMIT 10" } } : null;
}

/** The id of the newest call in the journal, so that ours is found among those of others. */
async function newest() {
  const { requests } = await plane("GET", `${office("requests")}?since=${last}`);
  last = requests.at(-1)?.id ?? last;
}
let last = 0;

async function send(method, { path, query, body }) {
  say();
  await newest();
  await plane("POST", office("snapshots"), { name: KEPT }); // of a GET too: a few make the row that they show
  const answer = await call(method.verb, path, { query, body });
  const mine = await find(method.verb, path);
  const tables = mine && Object.keys(mine.changed).length ? await changed(mine.changed) : {};
  const took = Object.keys(tables).length > 0;
  if (!took) await plane("DELETE", office("snapshots", KEPT));
  const sent = { verb: method.verb, url: answer.url, developer, customer: key, body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body) };
  show(byId("answer"),
    el("section", {}, el("h2", {}, "What was asked"),
      code(`${method.verb} ${answer.address}${sent.body === undefined ? "" : `\n\n${pretty(sent.body)}`}`, "the request"),
      el("details", {}, el("summary", {}, "The same call as code"), LANGUAGES.map((language) => el("div", {}, el("h3", {}, language), copyable(snippet(language, sent), `the call in ${language}`))))),
    el("section", {}, el("h2", {}, "What was answered"),
      el("p", { role: "status" }, el("span", { class: `badge ${answer.ok ? "good" : "bad"}` }, String(answer.status)), ` in ${answer.milliseconds.toFixed(1)} ms`),
      answer.hint ? el("p", { class: "notice note", id: "hint" }, el("b", {}, "Hint: "), answer.hint) : null,
      answer.headers.get("Location") ? el("p", {}, "Location: ", el("code", {}, answer.headers.get("Location"))) : null,
      answer.text === "" ? el("p", {}, "The answer has no body.") : code(answer.json ?? answer.text, "the answer")),
    el("section", { id: "changed" }, el("h2", {}, "What changed"),
      took ? Object.entries(tables).map(([name, one]) => changes(name, one)) : el("p", {}, "No row changed."),
      took ? button("Take it back", () => takeBack(), { class: "plain" }) : null));
  byId("answer").focus();
  byId("answer").scrollIntoView({ block: "start" });
}

const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** Our call in the journal, which says what it changed. */
async function find(verb, path) {
  const { requests } = await plane("GET", office("requests") + queryOf({ since: last }));
  const mine = requests.filter((one) => one.verb === verb && one.path === path).at(-1);
  last = requests.at(-1)?.id ?? last;
  return mine;
}

/** The rows that a call changed, before and after: of all that differs from the snapshot, what this call has written. */
async function changed(keys) {
  const { tables } = await plane("GET", office("diff") + queryOf({ since: KEPT, tables: Object.keys(keys).join(",") }));
  const ours = (table) => {
    const numbers = new Set(keys[table].map(String));
    return (row) => numbers.has(String(Object.values(row)[0]));
  };
  const sorted = Object.entries(tables).sort(([one], [other]) => (one === LOG) - (other === LOG)); // the log of it all comes last
  return Object.fromEntries(sorted.map(([name, one]) => [name, {
    added: one.added.filter(ours(name)),
    changed: one.changed.filter((pair) => ours(name)(pair.after)),
    removed: one.removed.filter(ours(name)),
  }]));
}

async function takeBack() {
  await plane("POST", `${office("snapshots", KEPT)}/restore`);
  await plane("DELETE", office("snapshots", KEPT));
  show(byId("answer"));
  say("good", "The office has the rows again that it had before the call.");
}

begin(async () => {
  const { settings } = await opened();
  index = await plane("GET", `/description?version=${part(settings.version)}`);
  byId("find").addEventListener("input", list);
  list();
  const found = await chosen(settings.version);
  if (found) await showForm(found);
  else if (asks("method")) say("bad", `There is no method ${asks("method")}.`);
});

// What is done to the rows of a whole office: reset, snapshots, fork, and what differs.
import { plane } from "./api.js";
import { button, byId, code, el, field, guarded, say, show, table, text } from "./dom.js";
import { key, office } from "./office.js";

/** Shows the tools in a place; `done` hears in a sentence what was done to the rows. */
export function showTools(place, done) {
  show(place,
    el("p", {}, "Reset brings back the rows with which the office began. A snapshot keeps the rows as they are now. A fork is a second office with the same rows."),
    el("div", { class: "row" },
      button("Reset the office", reset, { class: "danger" }),
      form("Keep a snapshot", "Name of the snapshot", "before", keep),
      form("Fork", "Key of the new office", `${key}-2`, fork)),
    el("div", { id: "snapshots" }),
    el("div", { id: "difference" }));

  async function reset(event) {
    if (event.target.dataset.sure === undefined) {
      event.target.dataset.sure = "";
      event.target.textContent = "Yes, reset the rows";
      return;
    }
    delete event.target.dataset.sure;
    event.target.textContent = "Reset the office";
    await plane("POST", "/reset", { office: key });
    await done("The office has the rows again with which it began.");
  }

  async function keep(name) {
    await plane("POST", office("snapshots"), { name });
    await listSnapshots();
    say("good", `The snapshot ${name} keeps the rows as they are now.`);
  }

  async function fork(name) {
    const { office: made } = await plane("POST", "/offices", { from: key, ...(name ? { key: name } : {}) });
    say("good", `The office ${made} has the same rows. `, el("a", { href: `/data?office=${encodeURIComponent(made)}` }, "Look at it"));
  }

  async function listSnapshots() {
    const { snapshots } = await plane("GET", office("snapshots"));
    const since = [{ name: "", title: "the beginning" }, ...snapshots.map((name) => ({ name, title: name }))];
    show(byId("snapshots"), table([
      { title: "Rows of", cell: (one) => one.title },
      { title: "What to do", cell: (one) => el("span", { class: "row" },
        button(`Compare with ${one.title}`, () => compare(one), { class: "small" }),
        one.name ? button(`Restore ${one.name}`, () => restore(one.name), { class: "small" }) : null,
        one.name ? button(`Forget ${one.name}`, () => forget(one.name), { class: "small" }) : null) },
    ], since, { caption: "The beginning and the snapshots" }));
  }

  async function restore(name) {
    await plane("POST", `${office("snapshots", name)}/restore`);
    await done(`The rows of the snapshot ${name} are back.`);
  }

  async function forget(name) {
    await plane("DELETE", office("snapshots", name));
    await listSnapshots();
    say("good", `The snapshot ${name} is gone.`);
  }

  async function compare({ name, title }) {
    const { tables } = await plane("GET", office("diff") + (name ? `?since=${encodeURIComponent(name)}` : ""));
    const parts = Object.entries(tables);
    show(byId("difference"), el("h2", {}, `What has changed since ${title}`),
      parts.length ? parts.map(([named, one]) => changes(named, one)) : el("p", {}, "Nothing."));
  }

  listSnapshots().catch((error) => say("bad", error.message));
}

/** The rows of one table that were added, changed and removed. */
export function changes(name, { added, changed, removed }) {
  return el("section", { class: "changes" },
    el("h3", {}, name),
    changed.map(({ before, after }) => difference(before, after)),
    added.map((row) => kept("good", "Added", row)),
    removed.map((row) => kept("bad", "Removed", row)));
}

function kept(kind, title, row) {
  return el("details", {}, el("summary", {}, el("span", { class: `badge ${kind}` }, title), ` ${Object.entries(row).slice(0, 3).map(([name, value]) => `${name} ${text(value)}`).join(", ")}`), code(row, `${title} row`));
}

/** A row before and after: the columns that differ. */
export function difference(before, after) {
  const [keyName] = Object.keys(after);
  const columns = Object.keys({ ...before, ...after }).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return table([
    { title: "Column", cell: (name) => name },
    { title: "Before", cell: (name) => el("del", {}, text(before[name])) },
    { title: "After", cell: (name) => el("ins", {}, text(after[name])) },
  ], columns, { caption: `${keyName} ${text(after[keyName])}` });
}

function form(title, label, value, act) {
  const made = field(label, { value, autocomplete: "off", spellcheck: "false" });
  const input = made.querySelector("input");
  return el("form", { class: "row", on: { submit: guarded(async (event) => {
    event.preventDefault();
    await act(input.value.trim());
  }) } }, made, el("button", { type: "submit", class: "plain" }, title));
}

// Start: a first call ready to copy, and which offices are open.
import { plane } from "./api.js";
import { begin, byId, code, copyable, el, guarded, show, table } from "./dom.js";
import { call, developer, key } from "./office.js";
import { snippet, LANGUAGES } from "./snippets.js";

const { api } = document.body.dataset;
const { first } = byId("content").dataset;
byId("address").textContent = location.origin + api;

const request = { verb: "GET", url: location.origin + first, developer, customer: key };

function choose(language) {
  for (const one of byId("languages").children) one.setAttribute("aria-pressed", String(one.textContent === language));
  show(byId("snippet"), copyable(snippet(language, request), `the call in ${language}`));
}
show(byId("languages"), LANGUAGES.map((one) => el("button", { type: "button", class: "plain", on: { click: () => choose(one) } }, one)));
choose(LANGUAGES[0]);

byId("send").addEventListener("click", guarded(async () => {
  const answer = await call("GET", first.slice(api.length));
  const rows = Array.isArray(answer.json) ? `, ${answer.json.length} rows` : "";
  show(byId("answer"),
    el("p", {}, el("span", { class: `badge ${answer.ok ? "good" : "bad"}` }, String(answer.status)), `${rows} in ${answer.milliseconds.toFixed(1)} ms`),
    answer.hint ? el("p", { class: "notice note" }, answer.hint) : null,
    code(answer.json ?? answer.text, "the answer"));
  await listOffices();
}));

const chosen = (one) => {
  const address = new URL(location.href);
  address.searchParams.set("office", one);
  return address.pathname + address.search;
};

async function listOffices() {
  const { offices } = await plane("GET", "/offices");
  if (!offices.length) {
    show(byId("offices-shown"), el("p", {}, "No office is open yet. The first call with a customer key opens one."));
    return;
  }
  show(byId("offices-shown"), table([
    { title: "Customer key", cell: (one) => el("a", { href: chosen(one.office), "aria-current": one.office === key }, one.office) },
    { title: "World", cell: (one) => one.settings.world },
    { title: "Open Dental", cell: (one) => one.settings.version },
    { title: "Mode", cell: (one) => one.settings.mode },
    { title: "Its clock", cell: (one) => one.clock.now.slice(0, 19) + (one.clock.frozen ? " (stands still)" : "") },
  ], offices, { caption: "Choose one to look at it" }));
}

begin(listOffices);

// Pictures, where people would rather look than read: a treatment plan, the day's book, a family.
import { begin, byId, el, field, guarded, show } from "./dom.js";
import { asks, call, opened, withOffice } from "./office.js";
import { drawDay } from "./picture_day.js";
import { drawFamily } from "./picture_family.js";
import { nameOf, refusal, row } from "./picture_parts.js";
import { drawPlan, offerPlans } from "./picture_plan.js";

const KINDS = [
  { name: "plan", title: "A treatment plan" },
  { name: "day", title: "The day's book" },
  { name: "family", title: "A family" },
];
const MOST = 20; // patients that a search shows

const kind = KINDS.find((one) => one.name === asks("picture")) ?? KINDS[0];
const address = (name, patient) => withOffice("/pictures", { picture: name, ...(patient ? { patient } : {}) });

show(byId("kinds"), KINDS.map((one) => el("li", {},
  el("a", { href: address(one.name, asks("patient")), "aria-current": one === kind ? "page" : null }, one.title))));

// --- a patient is chosen by a search ---

/** The names that a search may mean: "Diaz, Jessica", "Jessica Diaz", or one name of the two. */
function meant(said) {
  if (said.includes(",")) {
    const [last, first] = said.split(",").map((one) => one.trim());
    return [{ LName: last, ...(first ? { FName: first } : {}) }];
  }
  const words = said.split(/\s+/);
  if (words.length === 1) return [{ LName: said }, { FName: said }];
  return [{ FName: words[0], LName: words.slice(1).join(" ") }, { LName: words[0], FName: words.slice(1).join(" ") }, { LName: said }];
}

async function search(said) {
  if (/^\d+$/.test(said)) return [await row("patient", "PatNum", said)].filter(Boolean);
  const found = new Map();
  for (const query of meant(said)) {
    const answer = await call("GET", "/patients", { query: { ...query, Limit: MOST } });
    if (!answer.ok) throw refusal(answer);
    for (const one of answer.json) found.set(one.PatNum, one);
  }
  return [...found.values()].slice(0, MOST);
}

const patientList = (patients) => el("ul", {}, patients.map((one) =>
  el("li", {}, el("a", { href: address(kind.name, one.PatNum) }, nameOf(one)), ` (PatNum ${one.PatNum}, born ${one.Birthdate})`)));

function patientSearch() {
  const found = el("div", { role: "status" });
  const form = el("form", { class: "row", role: "search", "aria-label": "Patients", on: { submit: guarded(async (event) => {
    event.preventDefault();
    const said = form.elements.patient.value.trim();
    if (!said) return;
    const patients = await search(said);
    show(found, patients.length
      ? patientList(patients)
      : el("p", {}, "No patient has such a name or number."));
  }) } },
  field("Patient: a name, its beginning, or a PatNum", { name: "patient", type: "search", autocomplete: "off" }),
  el("button", { type: "submit" }, "Search"));
  return [form, found];
}

/** Patients to begin with, where none is chosen. */
async function offerFamilies(node) {
  const answer = await call("GET", "/patients", { query: { Limit: 8 } });
  if (answer.ok && answer.json.length) show(node, el("h2", {}, "Some patients"), patientList(answer.json));
}

async function drawOfPatient(draw, offer) {
  show(byId("choice"), patientSearch());
  const patient = asks("patient") ? await row("patient", "PatNum", asks("patient")) : null;
  if (patient) await draw(byId("content"), patient);
  else if (asks("patient")) show(byId("content"), el("p", { class: "notice bad" }, `There is no patient ${asks("patient")}.`));
  else await offer(byId("content"));
}

begin(async () => {
  await opened();
  if (kind.name === "day") await drawDay(byId("content"), byId("choice"));
  else if (kind.name === "plan") await drawOfPatient(drawPlan, offerPlans);
  else await drawOfPatient(drawFamily, offerFamilies);
});

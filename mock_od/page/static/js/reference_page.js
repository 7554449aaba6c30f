// One resource of the Reference, as text, tables and links.
import { el, table, text } from "./dom.js";
import { withOffice } from "./office.js";

const STATES = {
  here: () => null,
  missing: () => badge("note", "documented, not in mock_od yet"),
  later: (method, version) => badge("note", `added in ${method.since}: not in ${version}`),
  gone: (method, version) => badge("note", `removed in ${method.gone}: not in ${version}`),
};
const COMPARES = { "=": "", day: "rows of that day", starts: "rows that start so", contains: "rows that contain it", ">": "later ones", ">=": "this or later", "<": "earlier ones", "<=": "this or earlier" };

const badge = (kind, title) => el("span", { class: `badge ${kind}` }, title);

/** A text in which code stands between two backquotes. */
const prose = (said) => said.split("``").map((part, at) => (at % 2 ? el("code", {}, part) : part));

/** What a version has not, is grey and says so. */
const lacking = (one) => (one.there === false ? { class: "lacks" } : {});
const since = (one, version) => (one.there === false ? el("span", {}, `${one.since}: not in ${version}`) : one.since);

/** The whole page: `index` has the version and what the marks mean. */
export function page(resource, { version, marks }) {
  return [
    el("h2", {}, resource.name, " ", resource.here ? null : badge("note", "not in mock_od yet")),
    resource.about ? el("p", {}, prose(resource.about)) : null,
    el("p", {}, el("a", { href: resource.page, rel: "noreferrer", target: "_blank" }, "Its page of the documentation"), " (opens in a new tab)",
      resource.table ? [". Its rows: ", el("a", { href: withOffice("/data", { table: resource.table }) }, resource.table)] : null),
    resource.deviations.length ? el("details", {}, el("summary", {}, `${resource.deviations.length} known deviations from the real API`), el("ul", {}, resource.deviations.map((one) => el("li", {}, prose(one))))) : null,
    el("ul", { class: "list methods", "aria-label": "Methods" }, resource.methods.map((one) => el("li", {}, el("a", { href: `#${one.id}`, class: `mono${one.state === "here" ? "" : " lacks"}` }, `${one.verb} ${one.path}`)))),
    resource.methods.map((one) => method(one, resource, version, marks)),
    resource.fields.length ? [el("h3", { id: "fields" }, "Fields"), fields(resource.fields, version, `Fields of ${resource.name}`)] : null,
    resource.choices.length ? [el("h3", {}, "Choices"), el("p", {}, "No source tells these. They are ours, and an office can switch them under Controls."),
      table(["name", "about", { title: "by default", cell: (one) => (one.default ? "on" : "off") }], resource.choices, { caption: "Choices" })] : null,
  ];
}

function fields(rows, version, caption) {
  return table([
    { title: "Field", cell: (one) => el("code", {}, one.name) },
    { title: "Kind", cell: (one) => one.kind },
    { title: "Since", cell: (one) => since(one, version) },
    { title: "Meaning", cell: (one) => prose(one.about) },
  ], rows, { caption, rowProperties: lacking });
}

function method(one, resource, version, marks) {
  const lacks = one.state === "later" || one.state === "gone";
  return el("section", { class: `panel method${lacks ? " lacks" : ""}`, id: one.id, "aria-labelledby": `${one.id}-title` },
    el("h3", { id: `${one.id}-title` }, el("span", { class: "mono" }, one.verb), " ", el("span", { class: "mono" }, one.path)),
    el("p", {}, [STATES[one.state](one, version), one.since ? badge("", `since ${one.since}`) : null, one.gone ? badge("", `gone in ${one.gone}`) : null, ...permissions(one)].filter(Boolean).flatMap((said) => [said, " "]),
      one.state === "here" ? el("a", { href: withOffice("/try", { method: one.id }) }, "Try it") : null),
    one.parameters.length ? table([
      { title: "Parameter", cell: (row) => el("code", {}, row.name) },
      { title: "In", cell: (row) => row.place },
      { title: "Kind", cell: (row) => row.kind },
      { title: "Needed", cell: (row) => (row.required ? el("b", {}, "required") : row.optional_since ? `optional since ${row.optional_since}` : "optional") },
      { title: "If not sent", cell: (row) => (row.has_default ? el("code", {}, JSON.stringify(row.default)) : row.otherwise) },
      { title: "Since", cell: (row) => since(row, version) },
      { title: "Meaning", cell: (row) => [row.about, COMPARES[row.compare]].filter(Boolean).join(" Finds ") },
    ], one.parameters, { caption: "Parameters", rowProperties: lacking }) : el("p", {}, "It takes no parameters."),
    one.groups.length ? el("ul", {}, one.groups.map((group) => el("li", {}, `${group.rule}: ${group.names.join(", ")}`))) : null,
    el("p", {}, `Answers ${one.status}${WHAT[one.answer]}`, one.answer === "object" || one.answer === "list" ? (one.whole_row ? ": the fields below." : "") : "."),
    !one.whole_row && one.shows.length ? el("details", {}, el("summary", {}, `The ${one.shows.length} fields of the answer`), fields(one.shows, version, `Fields of the answer of ${one.spoken}`)) : null,
    one.refusals.length ? el("details", {}, el("summary", {}, `${one.refusals.length} ways to be refused`), table([
      { title: "Status", cell: (row) => String(row.status) },
      { title: "Sentence", cell: (row) => el("code", {}, row.sentence) },
      { title: "When", cell: (row) => row.why },
    ], one.refusals, { caption: `Refusals of ${one.spoken}` })) : null,
    one.rules.length ? el("details", {}, el("summary", {}, `${one.rules.length} rules, and what they rest on`), table([
      { title: "Rule", cell: (row) => row.name },
      { title: "Rests on", cell: (row) => el("span", { title: marks[row.mark] ?? "" }, row.mark) },
      { title: "What it says", cell: (row) => prose(row.text) },
    ], one.rules.flatMap((rule) => rule.evidence.map((said, at) => ({ name: at ? "" : rule.name, ...said }))), { caption: `Rules of ${one.spoken}` }),
      el("p", { class: "quiet" }, Object.entries(marks).map(([mark, means]) => `${mark}: ${means}`).join("; "), ".")) : null);
}

const WHAT = { object: " with an object", list: " with a list", nothing: " without a body", text: " with a text" };

/** The permission that it needs, and those that it needed before. */
function permissions(one) {
  const all = Object.entries(one.permissions);
  if (all.length < 2) return [badge("", text(one.permission))];
  return all.map(([from, name]) => badge("", from ? `${name} since ${from}` : `before ${name}`));
}

// The form of a method: an input for each parameter, and what they make together.
import { button, el, field } from "./dom.js";

/** The form: `node` to show, and `request()` that gives `{path, query, body}`. `example` fills it; null for none. */
export function form(method, example) {
  const takes = method.parameters.filter((one) => one.there || one.place === "path");
  const inputs = new Map(takes.map((one) => [one, inputFor(one, filled(one, example))]));
  const of = (place) => takes.filter((one) => one.place === place);
  const input = (one) => inputs.get(one).querySelector("input, select, textarea");
  const hasBody = of("body").length > 0 || example?.body;
  const own = field("Send this body instead, as it is", { rows: "5", spellcheck: "false" });
  const typed = own.querySelector("textarea");

  function json() {
    const sent = of("body").filter((one) => input(one).value !== "");
    return Object.fromEntries(sent.map((one) => [one.name, valueOf(one, input(one).value)]));
  }

  function request() {
    let { path } = method;
    for (const one of of("path")) path = path.replace(`{${one.name}}`, encodeURIComponent(input(one).value));
    const query = Object.fromEntries(of("query").filter((one) => input(one).value !== "").map((one) => [one.name, input(one).value]));
    if (!hasBody) return { path, query };
    return { path, query, body: typed.value.trim() ? typed.value : json() };
  }

  const required = takes.filter((one) => one.required || one.place === "path" || filled(one, example) !== undefined);
  const others = takes.filter((one) => !required.includes(one));
  const node = el("div", {},
    takes.length ? null : el("p", {}, "It takes no parameters."),
    el("div", { class: "columns" }, required.map((one) => inputs.get(one))),
    method.groups.map((group) => el("p", { class: "quiet" }, `${group.rule}: ${group.names.join(", ")}`)),
    others.length ? el("details", {}, el("summary", {}, `${others.length} more that may be sent`), el("div", { class: "columns" }, others.map((one) => inputs.get(one)))) : null,
    hasBody ? el("details", {}, el("summary", {}, "Write the body by hand"), own, button("Take over what the form has", () => (typed.value = JSON.stringify(json(), null, 2)), { class: "small" })) : null);
  return { node, request };
}

/** What the example has for a parameter; undefined where it has none. */
function filled(one, example) {
  if (!example) return undefined;
  if (one.place === "path") return example.key ?? undefined;
  return (one.place === "query" ? example.query : example.body)?.[one.name];
}

function inputFor(one, value) {
  const said = value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const label = `${one.name}${one.required || one.place === "path" ? " (required)" : ""}`;
  const names = one.schema?.enum;
  const options = names && (said === "" || names.map(String).includes(said)) ? ["", ...new Set(names.map(String))] : null;
  const rows = !options && (said.length > 60 || one.schema?.type === "array" || one.schema?.type === "object") ? { rows: "3" } : {};
  const made = field(label, { value: said, autocomplete: "off", spellcheck: "false", ...rows }, options);
  const about = [one.kind.length < 60 ? one.kind : "", one.about].filter(Boolean).join(". ");
  const id = `${made.querySelector("input, select, textarea").id}-about`;
  made.querySelector("input, select, textarea").setAttribute("aria-describedby", id);
  made.append(el("span", { class: "quiet small", id }, about));
  return made;
}

/** What was typed, as the JSON that the parameter takes: a text stays a text, whatever it looks like. */
function valueOf(one, typed) {
  if (one.schema?.type === "string") return typed;
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

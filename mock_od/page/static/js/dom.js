// Builds what is shown. Texts become text nodes and nothing else, so a patient called <script> is a name.

/**
 * An element. Properties: `class`, `on` (listeners by event), `data` (dataset); everything else is an attribute.
 * An attribute that is true is set without a value; one that is false, null or undefined is left out.
 */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Shows these instead of what a node has. */
export function show(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

export const byId = (id) => document.getElementById(id);

/** A value as a table's cell shows it. */
export function text(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** JSON for a reader. It takes the focus, because what is wider than the window is scrolled with the keyboard. */
export function code(value, label = "code") {
  const shown = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("pre", { class: "code", tabindex: "0", role: "region", "aria-label": label }, shown);
}

/** Code with a button that copies it. */
export function copyable(value, label) {
  const block = code(value, label);
  return el("div", { class: "copyable" }, block, copyButton(() => block.textContent, label));
}

export function copyButton(give, label) {
  const button = el("button", { type: "button", class: "small", "aria-label": `Copy ${label}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(give());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it and copy";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return button;
}

/**
 * A table. `columns` are names, or `{name, title, cell(row)}` whose cell gives a node or a text. Wide ones scroll by themselves.
 */
export function table(columns, rows, { caption, rowProperties = () => ({}) } = {}) {
  const all = columns.map((one) => (typeof one === "string" ? { name: one } : one));
  return el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": caption || "table" },
    el("table", {},
      caption ? el("caption", {}, caption) : null,
      el("thead", {}, el("tr", {}, all.map((one) => el("th", { scope: "col" }, one.title ?? one.name)))),
      el("tbody", {}, rows.map((row, at) => el("tr", rowProperties(row, at),
        all.map((one) => cell(one.cell ? one.cell(row, at) : text(row[one.name]))))))));
}

/** What is short stays in one line: a date, a name. */
function cell(content) {
  const made = el("td", {}, content);
  if (made.textContent.length < 30) made.className = "short";
  return made;
}

/** A labelled input. `properties` are those of the input; `options` make it a select. */
export function field(label, properties = {}, options = null) {
  const id = properties.id ?? `f-${++count}`;
  const input = options
    ? el("select", { ...properties, id }, options.map((one) => el("option", { value: one.value ?? one, selected: (one.value ?? one) === properties.value }, one.title ?? one)))
    : el(properties.rows ? "textarea" : "input", { ...properties, id });
  if (properties.rows && properties.value !== undefined) input.textContent = properties.value;
  return el("div", { class: "field" }, el("label", { for: id }, label), input);
}
let count = 0;

/** Says something above the content: kind is "good", "bad" or "note". It replaces what was said before. */
export function say(kind, ...what) {
  show(byId("notices"), what.length ? el("p", { class: `notice ${kind}` }, ...what) : null);
}

export function button(title, act, properties = {}) {
  return el("button", { type: "button", ...properties, on: { click: guarded(act) } }, title);
}

/** Does what a tab does first, and says when it is done: until then the content is busy. */
export async function begin(act) {
  await guarded(act)();
  byId("main").removeAttribute("aria-busy");
}

/** A listener whose errors are said to the reader. */
export function guarded(act) {
  return async (event) => {
    try {
      await act(event);
    } catch (error) {
      say("bad", error.message);
      if (!error.isAnswer) console.error(error);
    }
  };
}

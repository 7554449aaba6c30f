// Faults: calls that fail because somebody wants to see what a program does then.
import { plane } from "./api.js";
import { button, el, field, guarded, show, table, text } from "./dom.js";
import { office } from "./office.js";
import { counted, form, inputOf, panel, submit } from "./controls_panel.js";

const VERBS = ["any", "GET", "POST", "PUT", "DELETE"];

/** What an input says, as its schema has it; undefined where it says nothing. */
function read(schema, said) {
  if (schema.type === "boolean") return true;
  const trimmed = said.trim();
  if (trimmed === "") return undefined;
  if (schema.enum) return schema.enum.find((one) => String(one) === trimmed);
  if (schema.type === "integer" || schema.type === "number") return Number(trimmed);
  try {
    return JSON.parse(trimmed);
  } catch {
    if (schema.type === "object") throw own(`${trimmed} is no JSON object`);
    return said; // a text is sent as a text
  }
}

function own(says) {
  const slip = new Error(says);
  slip.isAnswer = true;
  return slip;
}

/** The input for a member of `then`: what its schema takes. */
function memberField(name, schema, { required, example }) {
  const label = required ? `${name} (${(schema.description ?? "").replace(/^is /, "")})` : `${name} (may be left out)`;
  const properties = { name: `then-${name}`, required, autocomplete: "off", spellcheck: "false" };
  if (schema.type === "boolean") return null;
  if (schema.enum) return field(label, properties, schema.enum.map(String));
  if (schema.type === "integer" || schema.type === "number") {
    return field(label, { ...properties, type: "number", min: schema.minimum, max: schema.maximum, step: schema.type === "integer" ? 1 : "any", value: example });
  }
  return field(label, { ...properties, placeholder: example === undefined ? "" : JSON.stringify(example) });
}

/** A fault in a sentence. */
function told({ match, after, times, probability, then, fired }) {
  const which = `${match.verb ?? "Calls"} ${match.path ?? "of any path"}${match.body ? ` with ${JSON.stringify(match.body)}` : ""}`;
  return [
    which,
    after ? `after ${counted(after, "call")} that ${after === 1 ? "goes" : "go"} by` : "",
    times ? `at most ${counted(times, "time")}` : "each time",
    probability < 1 ? `with a chance of ${probability}` : "",
  ].filter(Boolean).join(", ") + `. What happens: ${JSON.stringify(then)}. It has fired ${counted(fired, "time")}.`;
}

export async function faultsPanel(change) {
  const { kinds } = await plane("GET", "/faults");
  const listed = el("div", {});
  const members = el("div", { class: "row" });
  const sees = el("p", { class: "quiet", id: "fault-sees" });
  const kind = field("What happens", { name: "kind", "aria-describedby": "fault-sees" }, kinds.map((one) => one.name));
  const chosen = () => kinds.find((one) => one.name === inputOf(kind).value);

  function showSees() {
    const { name, lines, verbs } = chosen();
    const value = members.querySelector(`[name="then-${name}"]`)?.value;
    const line = lines.find((one) => String(one.then[name]) === value) ?? lines[0];
    sees.textContent = `The client sees ${line.sees.replaceAll("`", "")}.${verbs.length < 5 ? ` It concerns ${verbs.join(", ")} where you name no method.` : ""}`;
  }

  function showMembers() {
    const { name, then, lines } = chosen();
    show(members, Object.entries(then).map(([member, schema]) => memberField(member, schema, { required: member === name, example: lines[0].then[member] })));
    showSees();
  }
  inputOf(kind).addEventListener("change", guarded(showMembers));
  members.addEventListener("input", guarded(showSees));

  function written(elements) {
    const then = Object.fromEntries(Object.entries(chosen().then)
      .map(([name, schema]) => [name, read(schema, elements[`then-${name}`]?.value ?? "")])
      .filter(([, value]) => value !== undefined));
    const match = { verb: elements.verb.value === "any" ? undefined : elements.verb.value, path: elements.path.value.trim() || undefined, body: read({ type: "object" }, elements.body.value) };
    const number = (name) => read({ type: "number" }, elements[name].value);
    return { match, after: number("after"), times: number("times"), probability: number("probability"), then };
  }

  const made = panel("faults", "Faults", { broad: true },
    el("p", { class: "quiet" }, "A fault makes calls of this office fail, as networks and servers do now and then. See what your program does then."),
    listed,
    el("h3", {}, "A new fault"),
    form(async (sent) => {
      const body = written(sent.elements);
      let added = null;
      await change(async () => (added = await plane("POST", office("faults"), body)), () => `Fault ${added.id} waits for calls. ${told(added)}`);
    },
    kind, members, sees,
    el("fieldset", {}, el("legend", {}, "For which calls"), el("div", { class: "row" },
      field("Method", { name: "verb" }, VERBS),
      field("Path, * for anything", { name: "path", placeholder: "/treatplans*", autocomplete: "off", spellcheck: "false" }),
      field("Body has (JSON)", { name: "body", placeholder: '{"PatNum": 31}', autocomplete: "off", spellcheck: "false" }))),
    el("fieldset", {}, el("legend", {}, "How often"), el("div", { class: "row" },
      field("Calls that go by first", { name: "after", type: "number", min: "0", class: "few", placeholder: "0" }),
      field("How often at most", { name: "times", type: "number", min: "1", class: "few", placeholder: "always" }),
      field("Chance, 0 to 1", { name: "probability", type: "number", min: "0", max: "1", step: "any", class: "few", placeholder: "1" }))),
    submit("Add the fault")));
  showMembers();

  return {
    node: made.node,
    async update() {
      const { faults } = await plane("GET", office("faults"));
      made.says.textContent = faults.length ? `${counted(faults.length, "fault")} ${faults.length === 1 ? "waits" : "wait"} for calls.` : "No fault: every call is done as it should be.";
      show(listed, faults.length ? [
        table([
          { title: "Fault", cell: (one) => text(one.id) },
          { title: "What it does", cell: told },
          { title: "Take away", cell: (one) => button("Take it away", () => change(() => plane("DELETE", office("faults", String(one.id))), `Fault ${one.id} is gone.`), { class: "small danger", "aria-label": `Take fault ${one.id} away` }) },
        ], faults, { caption: "The faults of this office" }),
        el("div", { class: "row" },
          button("Look again", () => change(() => {}, "Read again."), { class: "plain" }),
          button("Take all away", () => change(() => plane("DELETE", office("faults")), "All faults are gone: every call is done as it should be."), { class: "danger", "aria-label": "Take all faults away" })),
      ] : null);
    },
  };
}

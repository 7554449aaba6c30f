// The office's clock: set it, freeze it, let time pass.
import { plane } from "./api.js";
import { button, el, field } from "./dom.js";
import { office } from "./office.js";
import { form, inputOf, panel, submit } from "./controls_panel.js";

const UNITS = ["days", "hours", "minutes", "seconds"];
const shown = (stands) => stands.clock.now.slice(0, 19);
const said = (stands) => `The clock says ${shown(stands)} and ${stands.clock.frozen ? "stands still" : "runs on"}.`;

export function clockPanel(change) {
  const put = (body) => () => plane("PUT", office("clock"), body);
  const now = field("Date and time", { name: "now", autocomplete: "off", spellcheck: "false", class: "mono", required: true });
  const frozen = el("input", { type: "checkbox", name: "frozen" });
  const many = field("How much", { name: "many", type: "number", min: "1", step: "1", value: "1", class: "few", required: true });
  const unit = field("Of what", { name: "unit" }, UNITS);
  const made = panel("clock", "Clock", {},
    el("p", { class: "quiet" }, "Today, ages, all stamps, signatures and plan years follow this clock. Rows stay as they are when it is moved."),
    form((sent) => change(put({ now: sent.elements.now.value.trim(), frozen: sent.elements.frozen.checked }), said),
      now, el("div", {}, el("label", {}, frozen, " It stands still")), submit("Set the clock")),
    form((sent) => change(() => plane("POST", office("clock", "advance"), { [sent.elements.unit.value]: Number(sent.elements.many.value) }), said),
      many, unit, submit("Move on")),
    el("div", { class: "row" },
      button("Freeze it", () => change(put({ frozen: true }), said), { class: "plain" }),
      button("Let it run", () => change(put({ frozen: false }), said), { class: "plain" }),
      button("Back to the time of this machine", () => change(put({}), said), { class: "plain" })));
  return {
    node: made.node,
    update(stands) {
      made.says.textContent = said(stands) + (stands.clock.frozen ? " Time passes only when you move it on." : " It was read just now.");
      inputOf(now).value = shown(stands);
      frozen.checked = stands.clock.frozen;
    },
  };
}

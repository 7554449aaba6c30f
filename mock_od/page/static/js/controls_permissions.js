// What the customer key may do: each permission is given or taken away by itself.
import { button, el, guarded } from "./dom.js";
import { counted, panel } from "./controls_panel.js";

const ENTERPRISE = "ApiEnterprise"; // for no method: it makes pages larger and the throttle quicker

const effect = ({ name, methods }) => (name === ENTERPRISE
  ? "pages are ten times as large, and the throttle lets through two calls a second"
  : `${counted(methods, "method")} of those that are here need it`);

export function permissionsPanel(set, permissions) {
  const held = (stands) => (stands.settings.permissions === "all"
    ? permissions.map((one) => one.name).filter((name) => name !== ENTERPRISE)
    : stands.settings.permissions);
  const boxes = new Map(permissions.map((one) => [one.name, el("input", { type: "checkbox", name: one.name, on: { change: guarded(() => toggle(one)) } })]));

  async function toggle(one) {
    const given = boxes.get(one.name).checked;
    const chosen = permissions.map(({ name }) => name).filter((name) => boxes.get(name).checked);
    const wanted = one.name === ENTERPRISE ? effect(one) : `the ${counted(one.methods, "method")} of it work`;
    const missed = one.name === ENTERPRISE ? "pages and the throttle are as for any key" : `its ${counted(one.methods, "method")} are refused with 401`;
    await set({ permissions: chosen }, given ? `${one.name} is given: ${wanted}.` : `${one.name} is taken away: ${missed}.`);
  }

  const made = panel("permissions", "Permissions", { broad: true },
    el("p", { class: "quiet" }, "A method that needs a permission the key does not have is refused with 401."),
    el("ul", { class: "checks" }, permissions.map((one) => el("li", {},
      el("label", {}, boxes.get(one.name), ` ${one.name} `, el("span", { class: "quiet" }, `(${one.name === ENTERPRISE ? "larger pages" : counted(one.methods, "method")})`))))),
    el("div", { class: "row" },
      button("Give all", () => set({ permissions: "all" }, "The key has every permission that a method may need."), { class: "plain" }),
      button("Take all away", () => set({ permissions: [] }, "The key has no permission: every method is refused with 401."), { class: "plain" })));
  return {
    node: made.node,
    update(stands) {
      const has = new Set(held(stands));
      for (const [name, box] of boxes) box.checked = has.has(name);
      const missing = permissions.filter((one) => one.name !== ENTERPRISE && !has.has(one.name));
      made.says.textContent = (missing.length ? `The key lacks ${missing.map((one) => one.name).join(", ")}.` : "The key has every permission that a method may need.")
        + (has.has(ENTERPRISE) ? ` It has ApiEnterprise: ${effect({ name: ENTERPRISE })}.` : "");
    },
  };
}

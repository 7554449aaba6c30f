// Reference: the list of resources, the search, the version. What one resource says is in reference_page.js.
import { part, plane } from "./api.js";
import { begin, byId, el, guarded, show } from "./dom.js";
import { asks, opened, remember, withOffice } from "./office.js";
import { page } from "./reference_page.js";

const MOST = 6; // of what was found in one resource
let index = null;

const addressOf = (name, at = "") => withOffice("/reference", { resource: name, version: index.version, search: byId("search").value }) + (at && `#${at}`);

/** What of a resource has the words that are looked for; null where nothing has. */
function found(resource, words) {
  const has = (said) => words.every((word) => said.toLowerCase().includes(word));
  const methods = resource.methods.filter((one) => has(`${one.verb} ${one.path} ${one.spoken} ${one.id}`) || (words.length && one.parameters.some(has)));
  const fields = resource.fields.filter(has);
  if (!words.length || has(`${resource.name} ${resource.path} ${resource.table}`)) return { resource, methods: [], fields: [] };
  return methods.length || fields.length ? { resource, methods, fields } : null;
}

function list() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = index.resources.map((one) => found(one, words)).filter(Boolean);
  const chosen = asks("resource");
  remember({ search: byId("search").value });
  byId("found").textContent = words.length ? `${all.length} of ${index.resources.length} resources have it` : `${index.resources.length} resources, in the order of the documentation`;
  show(byId("resources"), el("ul", { class: "list" }, all.map(({ resource, methods, fields }) => {
    const here = resource.methods.filter((one) => one.state === "here").length;
    return el("li", {},
      el("a", { href: addressOf(resource.name), class: here ? "" : "lacks", "aria-current": resource.name === chosen }, resource.name, " ", el("span", { class: "quiet" }, `${here} of ${resource.methods.length}`)),
      methods.length || fields.length ? el("ul", { class: "hits" },
        methods.slice(0, MOST).map((one) => el("li", {}, el("a", { href: addressOf(resource.name, one.id) }, `${one.verb} ${one.path}`))),
        fields.slice(0, MOST).map((one) => el("li", {}, el("a", { href: addressOf(resource.name, "fields") }, one)))) : null);
  })));
}

async function look() {
  index = await plane("GET", `/description?version=${part(byId("version").value)}`);
  list();
  const name = asks("resource");
  if (name) {
    const { resource } = await plane("GET", `/description/${part(name)}?version=${part(index.version)}`);
    show(byId("resource"), page(resource, index));
    document.title = `${name} - mock_od`;
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    return;
  }
  const methods = index.resources.flatMap((one) => one.methods);
  const counted = (state) => methods.filter((one) => one.state === state).length;
  show(byId("resource"),
    el("p", {}, `Open Dental ${index.version} has ${methods.length - counted("later") - counted("gone")} documented methods; ${counted("here")} of them can be called here.`),
    counted("later") ? el("p", {}, `${counted("later")} more came with later versions. They are shown in grey.`) : null,
    el("p", {}, "Choose a resource, or search: for ", el("i", {}, "PatNum"), " to see what knows patients, for ", el("i", {}, "post note"), " to see where notes are made."));
}

begin(async () => {
  const { settings } = await opened();
  const runs = asks("version") || settings.version;
  byId("search").value = asks("search");
  const first = await plane("GET", `/description?version=${part(runs)}`);
  show(byId("version"), first.versions.map((one) => el("option", { value: one, selected: one === runs }, one === settings.version ? `${one} (this office)` : one)));
  byId("version").addEventListener("change", guarded(async () => {
    remember({ version: byId("version").value });
    await look();
  }));
  byId("search").addEventListener("input", list);
  await look();
});

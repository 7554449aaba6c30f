import { begin, byId, el, show } from "./dom.js";
import { opened } from "./office.js";

begin(async () => {
  await opened();
  show(byId("content"), el("p", {}, "Nothing here yet."));
});

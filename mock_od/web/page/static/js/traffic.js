import { byId, el, show } from "./dom.js";

show(byId("content"), el("p", {}, "Nothing here yet."));

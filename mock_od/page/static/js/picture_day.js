// The day's book: a column for each operatory, with its appointments and blockouts.
import { plane } from "./api.js";
import { el, field, show, svg, table } from "./dom.js";
import { asks, office, withOffice } from "./office.js";
import { byKey, dataLink, framed, list, nameOf, rows, short } from "./picture_parts.js";

const NARROW = 150; // of a column, where there are many
const BROAD = 250;
const ALL = 1050; // what all columns may take while they are broader than that
const LEFT = 50;
const TOP = 40;
const MINUTE = 1.5; // of a picture's points
const LETTERS = 60; // of a line, which is cut off earlier in a narrow column
const LINE = 14; // from one line of a text to the next
const SIGN = 5; // minutes that a sign of a pattern stands for
const KINDS = { Complete: "complete", Broken: "broken" };

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

function otherDay(day, days) {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

const weekday = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" });

/** The form that chooses the day and the clinic. */
function choice(day, clinics) {
  const address = (other) => withOffice("/pictures", { picture: "day", day: other, ...(asks("clinic") ? { clinic: asks("clinic") } : {}) });
  const form = el("form", { class: "row" },
    el("a", { href: address(otherDay(day, -1)) }, "The day before"),
    field("Day", { name: "day", type: "date", value: day, required: true }),
    field("Clinic", { name: "clinic", value: asks("clinic") }, [{ value: "", title: "all" }, ...clinics.map((one) => ({ value: String(one.ClinicNum), title: one.Description }))]),
    el("button", { type: "submit" }, "Show this day"),
    el("a", { href: address(otherDay(day, 1)) }, "The day after"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = withOffice("/pictures", { picture: "day", day: form.elements.day.value, ...(form.elements.clinic.value ? { clinic: form.elements.clinic.value } : {}) });
  });
  return form;
}

export async function drawDay(node, choiceNode) {
  const now = (await plane("GET", office("clock"))).now;
  const day = /^\d{4}-\d\d-\d\d$/.test(asks("day")) ? asks("day") : now.slice(0, 10);
  const [clinics, all, appointments, schedules] = await Promise.all([
    rows("clinic", {}), rows("operatory", {}), list("/appointments", { date: day }), list("/schedules", { date: day }),
  ]);
  show(choiceNode, choice(day, clinics));
  const operatories = all
    .filter((one) => one.IsHidden !== "true" && (!asks("clinic") || String(one.ClinicNum) === asks("clinic")))
    .sort((one, other) => one.ItemOrder - other.ItemOrder);
  const shown = new Set(operatories.map((one) => String(one.OperatoryNum)));
  const patients = await byKey("patient", "PatNum", appointments.map((one) => one.PatNum));
  const providers = await byKey("provider", "ProvNum", appointments.flatMap((one) => [one.ProvNum, one.ProvHyg]));
  const booked = appointments.map((one) => {
    const from = minutesOf(one.AptDateTime.slice(11));
    const provider = providers.get(one.IsHygiene === "true" && one.ProvHyg ? one.ProvHyg : one.ProvNum);
    return { ...one, op: String(one.Op), from, to: from + SIGN * one.Pattern.length, name: nameOf(patients.get(one.PatNum)), colour: provider?.provColor };
  }).filter((one) => shown.has(one.op) || (one.Op === 0 && !asks("clinic")));
  const spans = schedules.flatMap((one) => one.operatories.split(",").filter((op) => shown.has(op)).map((op) => (
    { ...one, op, from: minutesOf(one.StartTime), to: minutesOf(one.StopTime) })));
  const blockouts = spans.filter((one) => one.SchedType === "Blockout");
  const holiday = schedules.find((one) => one.SchedType === "Practice");
  const title = `${weekday(day)}, ${day}`;
  show(node,
    el("h2", {}, title),
    holiday ? el("p", { class: "notice note" }, `The practice: ${holiday.Note || "a note without text"}.`) : null,
    el("p", {}, `${booked.length} appointments, ${new Set(blockouts.map((one) => one.ScheduleNum)).size} blockouts, ${operatories.length} operatories. A column is grey while its provider is scheduled.`),
    operatories.length ? framed(book({ operatories, booked, blockouts, hours: spans.filter((one) => one.SchedType === "Provider"), title, now: now.slice(0, 10) === day ? minutesOf(now.slice(11)) : null }), "The day's book") : null,
    inATable(booked, blockouts, operatories));
}

function book({ operatories, booked, blockouts, hours, title, now }) {
  const all = [...booked, ...blockouts, ...hours].filter((one) => one.to > one.from);
  const first = Math.min(8 * 60, ...all.map((one) => Math.floor(one.from / 60) * 60));
  const last = Math.min(24 * 60, Math.max(17 * 60, ...all.map((one) => Math.ceil(one.to / 60) * 60)));
  const column = Math.max(NARROW, Math.min(BROAD, ALL / operatories.length));
  const width = LEFT + operatories.length * column + 10;
  const height = TOP + (last - first) * MINUTE + 10;
  const y = (minutes) => TOP + (minutes - first) * MINUTE;
  const x = new Map(operatories.map((one, at) => [String(one.OperatoryNum), LEFT + at * column]));
  const label = `The book of ${title}: ${operatories.map((one) => `${one.OpName} ${booked.filter((apt) => apt.op === String(one.OperatoryNum)).length}`).join(", ")} appointments. The table below has each of them.`;
  const box = (kind, one) => svg("rect", { class: kind, x: x.get(one.op) + 3, y: y(one.from), width: column - 6, height: Math.max(8, (one.to - one.from) * MINUTE), rx: 3 });
  const inside = (one) => ({ x: x.get(one.op) + 13, y: y(one.from), width: column - 20, height: Math.max(LINE, (one.to - one.from) * MINUTE) });
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    hours.map((one) => box("open", one)),
    Array.from({ length: (last - first) / 60 + 1 }, (_, at) => first + at * 60).map((minutes) => [
      svg("line", { class: "line", x1: LEFT - 6, x2: width, y1: y(minutes), y2: y(minutes) }),
      svg("text", { class: "small quiet end", x: LEFT - 10, y: y(minutes) + 4 }, clock(minutes)),
    ]),
    operatories.map((one) => svg("text", { class: "strong", x: x.get(String(one.OperatoryNum)) + 6, y: 24 }, short(one.OpName, 18))),
    blockouts.map((one) => [box("blockout", one), written([one.blockoutType || "Blockout", one.Note], one, inside)]),
    booked.filter((one) => x.has(one.op)).map((one) => [
      box(`booked ${KINDS[one.AptStatus] ?? ""}`, one),
      one.colour ? svg("rect", { x: x.get(one.op) + 4, y: y(one.from) + 1, width: 5, height: Math.max(6, (one.to - one.from) * MINUTE - 2), fill: `rgb(${one.colour})` }) : null,
      written([`${clock(one.from)} ${one.name}`, one.ProcDescript, one.AptStatus === "Scheduled" ? one.confirmed : one.AptStatus, one.Note], one, inside),
    ]),
    now === null || now < first || now > last ? null : svg("line", { class: "now", x1: LEFT, x2: width, y1: y(now), y2: y(now) }));
}

/** As many of these lines as there is room for, in a frame that cuts off what is too long. */
function written(lines, one, inside) {
  const room = Math.max(1, Math.floor(((one.to - one.from) * MINUTE) / LINE));
  return svg("svg", inside(one), lines.filter(Boolean).slice(0, room).map((said, at) =>
    svg("text", { class: at ? "small quiet" : "small strong", x: 0, y: 12 + at * LINE }, short(said.replace(/\s+/g, " "), LETTERS))));
}

function inATable(booked, blockouts, operatories) {
  const names = new Map(operatories.map((one) => [String(one.OperatoryNum), one.OpName]));
  const lines = [
    ...booked.map((one) => ({ ...one, what: one.ProcDescript || one.Note, state: `${one.AptStatus}${one.confirmed ? `, ${one.confirmed}` : ""}`, link: dataLink("appointment", "AptNum", one.AptNum, one.name) })),
    ...blockouts.map((one) => ({ ...one, what: one.Note, state: "Blockout", link: dataLink("schedule", "ScheduleNum", one.ScheduleNum, one.blockoutType || "Blockout") })),
  ].sort((one, other) => one.from - other.from || one.op - other.op);
  if (!lines.length) return el("p", {}, "Nothing is booked on this day.");
  return table([
    { title: "From", cell: (one) => clock(one.from) },
    { title: "To", cell: (one) => clock(one.to) },
    { title: "Operatory", cell: (one) => names.get(one.op) ?? "none" },
    { title: "Patient or blockout", cell: (one) => one.link },
    { title: "What", cell: (one) => one.what },
    { title: "State", cell: (one) => one.state },
  ], lines, { caption: "The same in words" });
}

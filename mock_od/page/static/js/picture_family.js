// A family with what it owes, as the columns of its patients have it.
import { plane } from "./api.js";
import { el, show, svg } from "./dom.js";
import { office, withOffice } from "./office.js";
import { ageOn, amounts, framed, isSet, money, nameOf, row, rows, short } from "./picture_parts.js";

const CARD = { width: 190, height: 84, gap: 20 };
const IN_A_ROW = 4;
const BUCKETS = [
  { column: "Bal_0_30", title: "0 to 30 days" },
  { column: "Bal_31_60", title: "31 to 60 days" },
  { column: "Bal_61_90", title: "61 to 90 days" },
  { column: "BalOver90", title: "over 90 days" },
];

export async function drawFamily(node, patient) {
  const today = (await plane("GET", office("clock"))).now.slice(0, 10);
  const [head, members] = await Promise.all([row("patient", "PatNum", patient.Guarantor), rows("patient", { Guarantor: patient.Guarantor })]);
  const guarantor = head ?? patient;
  const others = members.filter((one) => one.PatNum !== guarantor.PatNum);
  const all = [guarantor, ...others];
  show(node,
    el("h2", {}, `The family of ${nameOf(guarantor)}`),
    el("p", {}, "The guarantor is at the top, and pays for all of them. The amounts are the columns of the patients' rows, as the office has them: they are not worked out here. BalTotal and its ages are the whole family's, and stand in the guarantor's row."),
    framed(tree(guarantor, others, today), "The family"),
    framed(aging(guarantor), "What the family owes"),
    amounts("What the rows say", [
      { title: "Patient", cell: (one) => el("a", { href: withOffice("/data", { table: "patient", column: "PatNum", value: one.PatNum }) }, nameOf(one)) },
      { title: "Born", cell: (one) => (isSet(one.Birthdate) ? one.Birthdate : "") },
      { title: "Status", cell: (one) => one.PatStatus },
      ...["EstBalance", "BalTotal", ...BUCKETS.map((one) => one.column), "InsEst", "PayPlanDue"].map((column) => ({ title: column, amount: (one) => one[column] })),
    ], all));
}

function tree(guarantor, others, today) {
  const across = Math.max(1, Math.min(IN_A_ROW, others.length));
  const width = 40 + across * (CARD.width + CARD.gap) - CARD.gap;
  const down = Math.ceil(others.length / IN_A_ROW);
  const height = 20 + CARD.height + down * (CARD.height + 44) + 20;
  const middle = width / 2;
  const label = `${nameOf(guarantor)} is the guarantor${others.length ? ` of ${others.map(nameOf).join(", ")}` : ", and alone in the family"}. The table below has their balances.`;
  const places = others.map((one, at) => ({
    one,
    x: 20 + (at % IN_A_ROW) * (CARD.width + CARD.gap),
    y: 20 + CARD.height + 44 + Math.floor(at / IN_A_ROW) * (CARD.height + 44),
  }));
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    places.map(({ x, y }) => svg("path", { class: "ruler", d: `M ${middle} ${20 + CARD.height} V ${y - 22} H ${x + CARD.width / 2} V ${y}` })),
    card(guarantor, middle - CARD.width / 2, 20, today, "head"),
    places.map(({ one, x, y }) => card(one, x, y, today, "")));
}

function card(patient, x, y, today, kind) {
  const age = ageOn(patient.Birthdate, today);
  const about = [patient.Position, age === null ? "" : `${age} years`, patient.PatStatus === "Patient" ? "" : patient.PatStatus].filter(Boolean).join(", ");
  return svg("g", { transform: `translate(${x} ${y})` },
    svg("rect", { class: `card ${kind}`, width: CARD.width, height: CARD.height, rx: 6 }),
    svg("text", { class: "strong", x: 10, y: 20 }, short(nameOf(patient), 25)),
    svg("text", { class: "small quiet", x: 10, y: 37 }, short(about, 30)),
    svg("text", { class: "small", x: 10, y: 56 }, `EstBalance ${money(patient.EstBalance)}`),
    kind ? svg("text", { class: "small", x: 10, y: 72 }, `BalTotal ${money(patient.BalTotal)}`) : null);
}

function aging(guarantor) {
  const most = Math.max(1, ...BUCKETS.map((one) => Math.abs(guarantor[one.column])));
  const label = `What the family owes: ${money(guarantor.BalTotal)} in all, ${BUCKETS.map((one) => `${money(guarantor[one.column])} since ${one.title}`).join(", ")}. Insurance is estimated to pay ${money(guarantor.InsEst)}.`;
  const height = BUCKETS.some((one) => guarantor[one.column]) ? 150 : 60;
  return svg("svg", { viewBox: `0 0 560 ${height}`, width: 560, height, role: "img", "aria-label": label },
    svg("text", { class: "strong", x: 20, y: 22 }, `The family owes ${money(guarantor.BalTotal)}; insurance is estimated to pay ${money(guarantor.InsEst)}`),
    BUCKETS.every((one) => !guarantor[one.column]) ? svg("text", { class: "small quiet", x: 20, y: 44 }, "The row does not say since when: all its ages are 0.") : BUCKETS.map((one, at) => svg("g", { transform: `translate(0 ${36 + at * 26})` },
      svg("text", { class: "small end", x: 105, y: 14 }, one.title),
      svg("rect", { class: "bar", x: 115, y: 3, width: (Math.abs(guarantor[one.column]) / most) * 340, height: 15 }),
      svg("text", { class: "small", x: 122 + (Math.abs(guarantor[one.column]) / most) * 340, y: 15 }, money(guarantor[one.column])))));
}

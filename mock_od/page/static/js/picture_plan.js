// A treatment plan as a patient sees it: the teeth, what is to be done, what it costs and who pays, the signatures.
import { call as callApi, part, plane } from "./api.js";
import { el, show, svg } from "./dom.js";
import { asks, developer, key, withOffice } from "./office.js";
import { amounts, byKey, dataLink, framed, isSet, list, money, nameOf, rows } from "./picture_parts.js";
import { inWords, toothChart } from "./teeth.js";

const DONE = new Set(["C", "EC", "EO"]); // complete, existing of this office, existing of others
const SHARES = [
  { name: "primary", title: "Primary insurance", of: (one) => one.PriInsAmt },
  { name: "secondary", title: "Secondary insurance", of: (one) => one.SecInsAmt },
  { name: "discount", title: "Discount", of: (one) => one.Discount },
  { name: "patient", title: "You pay", of: (one) => one.PatAmt },
];

const address = (plan) => withOffice("/pictures", { picture: "plan", patient: plan.PatNum, plan: plan.TreatPlanNum });
const titleOf = (plan) => `${plan.Heading} (${plan.TPStatus}${isSet(plan.DateTP) ? `, ${plan.DateTP}` : ""})`;

/** Plans to choose among, where no patient is chosen. */
export async function offerPlans(node) {
  const { tables } = await plane("GET", `/offices/${part(key)}/tables`);
  if (!tables.treatplan) {
    show(node, el("p", {}, "This office has no treatment plan yet."));
    return;
  }
  const answer = await callApi("GET", "/treatplans", { customer: key, developer, query: { TPStatus: "Saved", Limit: 8 } });
  if (!answer.ok || !answer.json.length) return;
  const patients = await byKey("patient", "PatNum", answer.json.map((one) => one.PatNum));
  show(node, el("h2", {}, "Some plans"), el("ul", {}, answer.json.map((one) =>
    el("li", {}, el("a", { href: address(one) }, nameOf(patients.get(one.PatNum))), `: ${titleOf(one)}`))));
}

export async function drawPlan(node, patient) {
  const plans = await list("/treatplans", { PatNum: patient.PatNum });
  const chosen = plans.find((one) => String(one.TreatPlanNum) === asks("plan")) ?? plans.find((one) => one.TPStatus === "Active") ?? plans[0];
  if (!chosen) {
    show(node, el("p", {}, `${nameOf(patient)} has no treatment plan.`));
    return;
  }
  const { copies, says } = await copiesOf(chosen);
  const [works, initials, priorities] = await Promise.all([
    rows("procedurelog", { PatNum: patient.PatNum }),
    rows("toothinitial", { PatNum: patient.PatNum, InitialType: "Missing" }),
    byKey("definition", "DefNum", copies.map((one) => one.Priority)),
  ]);
  show(node,
    el("h2", {}, `${nameOf(patient)}: ${chosen.Heading}`),
    plans.length > 1 ? el("nav", { "aria-label": "Plans of this patient" }, el("ul", { class: "kinds" }, plans.map((one) =>
      el("li", {}, el("a", { href: address(one), "aria-current": one === chosen ? "page" : null }, titleOf(one)))))) : null,
    el("p", {}, `${about(chosen)} `, dataLink("treatplan", "TreatPlanNum", chosen.TreatPlanNum, "Look at its row.")),
    says ? el("p", { class: "notice note" }, says) : null,
    copies.length ? drawn(copies, works, initials) : null,
    copies.length ? estimate(copies, priorities) : el("p", {}, "The plan has no procedure."),
    el("h3", {}, "Note"), el("p", { class: "lines" }, chosen.Note || "None."),
    el("h3", {}, "Signatures"), signatures(chosen));
}

const about = (plan) => ({
  Saved: `This plan was saved on ${plan.DateTP}. What it says stays as it was then.`,
  Active: "This is the plan that is worked on. What it says follows the chart.",
  Inactive: "This plan is another way that was offered. What it says follows the chart.",
})[plan.TPStatus] ?? "";

/**
 * The procedures of a plan with their amounts. A Saved plan has copies of its own. Those of another are what its copies
 * would be if it were saved now, so it is saved: in a fork of the office, which is gone afterwards.
 */
async function copiesOf(plan) {
  const ordered = (found) => found.sort((one, other) => one.ItemOrder - other.ItemOrder);
  if (plan.TPStatus === "Saved") return { copies: ordered(await rows("proctp", { TreatPlanNum: plan.TreatPlanNum })) };
  const settings = { permissions: "all", mode: "local", throttle: "off", keyStatus: "Enabled", ttlSeconds: 60 };
  const { office: fork } = await plane("POST", "/offices", { from: key, settings });
  try {
    const saved = await callApi("POST", "/treatplans/Saved", { customer: fork, developer, body: { TreatPlanNum: plan.TreatPlanNum } });
    if (!saved.ok) return { copies: [], says: `This office cannot say what the plan costs: ${saved.json ?? saved.text}` };
    const found = await plane("GET", `/offices/${part(fork)}/tables/proctp?TreatPlanNum=${saved.json.TreatPlanNum}`);
    return { copies: ordered(found.rows), says: "The amounts are those that the plan would have if it were saved now." };
  } finally {
    await plane("DELETE", `/offices/${part(fork)}`);
  }
}

function drawn(copies, works, initials) {
  const planned = copies.map((one) => ({ tooth: one.ToothNumTP, surf: one.Surf }));
  const done = works.filter((one) => DONE.has(one.ProcStatus) && one.ToothNum).map((one) => ({ tooth: one.ToothNum, surf: one.Surf }));
  const teeth = [...new Set(planned.map((one) => one.tooth).filter(Boolean))];
  const label = `Tooth chart. ${teeth.length ? `Planned on tooth ${teeth.join(", ")}.` : "Nothing is planned on a single tooth."} The table below has each procedure.`;
  return framed(toothChart({ planned, done, missing: initials.map((one) => one.ToothNum), label }), "Tooth chart");
}

function estimate(copies, priorities) {
  return [
    el("h3", {}, "What it costs"),
    framed(shares(copies), "Who pays"),
    amounts("The procedures of this plan", [
      { title: "Priority", cell: (one) => priorities.get(one.Priority)?.ItemName ?? "" },
      { title: "Tooth", cell: (one) => one.ToothNumTP },
      { title: "Surface", cell: (one) => (one.Surf ? el("span", { title: one.ToothNumTP ? inWords(one.Surf) : null }, one.Surf) : "") },
      { title: "Code", cell: (one) => one.ProcCode },
      { title: "Procedure", cell: (one) => one.Descript.replaceAll("\r\n", "\n") },
      { title: "Fee", amount: (one) => one.FeeAmt },
      ...SHARES.map((one) => ({ title: one.title, amount: one.of })),
    ], copies),
  ];
}

function shares(copies) {
  const sums = SHARES.map((one) => ({ ...one, sum: copies.reduce((sum, copy) => sum + Math.max(0, one.of(copy)), 0) }));
  const whole = sums.reduce((sum, one) => sum + one.sum, 0) || 1;
  const label = `Who pays: ${sums.map((one) => `${one.title} ${money(one.sum)}`).join(", ")}.`;
  let from = 0;
  const bars = sums.map((one) => {
    const width = (one.sum / whole) * 640;
    const bar = svg("rect", { class: `pays-${one.name}`, x: 20 + from, y: 12, width, height: 24 });
    from += width;
    return bar;
  });
  return svg("svg", { viewBox: "0 0 680 76", width: 680, height: 76, role: "img", "aria-label": label }, bars,
    sums.map((one, at) => svg("g", { transform: `translate(${20 + at * 165} 50)` },
      svg("rect", { class: `pays-${one.name}`, width: 12, height: 12 }),
      svg("text", { class: "small", x: 17, y: 11 }, `${one.title} ${money(one.sum)}`))));
}

function signatures(plan) {
  const lines = [
    { title: "The patient", isSigned: plan.isSigned, text: plan.SignatureText || "signed", at: plan.DateTSigned },
    { title: "The practice", isSigned: plan.isSignedPractice, text: plan.SignaturePracticeText || "signed", at: plan.DateTPracticeSigned },
  ].map((one) => {
    const signed = one.isSigned === "true";
    return { ...one, signed, says: signed ? `${one.title} signed${isSet(one.at) ? ` on ${one.at}` : ""}.` : `${one.title} has not signed.` };
  });
  return framed(svg("svg", { viewBox: "0 0 680 90", width: 680, height: 90, role: "img", "aria-label": lines.map((one) => one.says).join(" ") },
    lines.map((one, at) => svg("g", { transform: `translate(${20 + at * 330} 0)` },
      one.signed ? svg("text", { class: "signature", x: 8, y: 46 }, one.text) : null,
      svg("line", { class: "ruler", x1: 0, x2: 300, y1: 56, y2: 56 }),
      svg("text", { class: "small", x: 0, y: 74 }, one.says)))), "Signatures");
}


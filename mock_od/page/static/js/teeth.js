// A chart of the teeth as the dentist sees them: the patient's right is on the left.
import { svg } from "./dom.js";

const SIZE = 32; // of a tooth
const STEP = 40; // from one tooth to the next
const LEFT = 20;
const TOP = { upper: 46, lower: 118 };
const WIDTH = 2 * LEFT + 16 * STEP;
const HEIGHT = 200;

const BABY = Object.fromEntries([..."ABCDEFGHIJKLMNOPQRST"].map((letter, at) => [letter, 4 + at + (letter > "J" ? 6 : 0)]));
const AREAS = { UR: [1, 8], UL: [9, 16], LL: [17, 24], LR: [25, 32], U: [1, 16], L: [17, 32], 1: [1, 5], 2: [6, 11], 3: [12, 16], 4: [17, 21], 5: [22, 27], 6: [28, 32] };
const SURFACES = { M: "mesial", O: "occlusal", I: "incisal", D: "distal", B: "buccal", F: "facial", V: "facial", L: "lingual" };

/** The place of a tooth, 1 to 32; a baby tooth has the place of the one that follows it; 0 for what is no tooth. */
export function placeOf(tooth) {
  const number = Number(tooth) > 50 ? Number(tooth) - 50 : Number(tooth);
  return BABY[tooth[0]] ?? (number >= 1 && number <= 32 ? number : 0);
}

const column = (place) => (place <= 16 ? place - 1 : 32 - place);
const isUpper = (place) => place <= 16;
const x = (place) => LEFT + column(place) * STEP + (STEP - SIZE) / 2;
const y = (place) => (isUpper(place) ? TOP.upper : TOP.lower);

/** The sides of the square on which a surface is drawn: top, bottom, left, right or centre. */
function side(letter, place) {
  const outside = isUpper(place) ? "top" : "bottom";
  const inside = isUpper(place) ? "bottom" : "top";
  const toTheMiddle = column(place) < 8 ? "right" : "left";
  const away = column(place) < 8 ? "left" : "right";
  return { M: toTheMiddle, D: away, B: outside, F: outside, V: outside, L: inside, O: "centre", I: "centre" }[letter];
}

const A = SIZE * 0.3;
const B = SIZE - A;
const SHAPES = {
  top: [[0, 0], [SIZE, 0], [B, A], [A, A]],
  bottom: [[0, SIZE], [SIZE, SIZE], [B, B], [A, B]],
  left: [[0, 0], [A, A], [A, B], [0, SIZE]],
  right: [[SIZE, 0], [B, A], [B, B], [SIZE, SIZE]],
  centre: [[A, A], [B, A], [B, B], [A, B]],
};

/**
 * What is drawn of works: `{tooth, surf}` each, where `tooth` may be empty and `surf` a part of the mouth.
 * Gives the sides by place, the teeth as a whole, and the areas.
 */
function placed(works) {
  const sides = new Map();
  const wholes = new Set();
  const areas = [];
  for (const { tooth, surf } of works) {
    const places = tooth.split(",").map(placeOf).filter(Boolean);
    if (!places.length && AREAS[surf]) areas.push(AREAS[surf]);
    for (const place of places) {
      const drawn = [...surf].map((letter) => side(letter, place)).filter(Boolean);
      if (!drawn.length) wholes.add(place);
      sides.set(place, new Set([...(sides.get(place) ?? []), ...drawn]));
    }
  }
  return { sides, wholes, areas };
}

/** The chart. `planned` and `done` are works, `missing` are teeth; `label` says in words what it shows. */
export function toothChart({ planned, done, missing, label }) {
  const now = placed(planned);
  const before = placed(done);
  const gone = new Set(missing.map(placeOf));
  const letters = new Map([...done, ...planned].flatMap((one) => one.tooth.split(",")).filter((tooth) => BABY[tooth]).map((tooth) => [BABY[tooth], tooth]));
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img", "aria-label": label },
    now.areas.map(area),
    svg("line", { class: "line", x1: WIDTH / 2, x2: WIDTH / 2, y1: 20, y2: 170 }),
    svg("text", { class: "small quiet", x: LEFT, y: 12 }, "the patient's right"),
    svg("text", { class: "small quiet end", x: WIDTH - LEFT, y: 12 }, "left"),
    Array.from({ length: 32 }, (_, at) => drawTooth(at + 1, { now, before, isGone: gone.has(at + 1), name: letters.get(at + 1) ?? String(at + 1) })),
    legend());
}

function area([first, last]) {
  const left = Math.min(x(first), x(last)) - 3;
  const right = Math.max(x(first), x(last)) + SIZE + 3;
  return svg("rect", { class: "area", x: left, y: y(first) - 4, width: right - left, height: SIZE + 8, rx: 4 });
}

function drawTooth(place, { now, before, isGone, name }) {
  const isPlanned = now.sides.has(place);
  const kind = (one) => {
    if (now.sides.get(place)?.has(one)) return "surface planned";
    return before.wholes.has(place) || before.sides.get(place)?.has(one) ? "surface done" : "surface";
  };
  const number = isUpper(place) ? -7 : SIZE + 16;
  return svg("g", { transform: `translate(${x(place)} ${y(place)})`, data: { tooth: name, planned: String(isPlanned) } },
    Object.entries(SHAPES).map(([one, points]) => svg("polygon", { class: kind(one), points: points.map((point) => point.join()).join(" ") })),
    now.wholes.has(place) ? svg("rect", { class: "whole", x: -2, y: -2, width: SIZE + 4, height: SIZE + 4, rx: 3 }) : null,
    isGone ? [svg("line", { class: "gone", x1: 0, y1: 0, x2: SIZE, y2: SIZE }), svg("line", { class: "gone", x1: SIZE, y1: 0, x2: 0, y2: SIZE })] : null,
    svg("text", { class: isPlanned ? "middle strong" : "middle quiet", x: SIZE / 2, y: number }, name));
}

function legend() {
  const said = [
    ["surface planned", "surface planned"],
    ["whole", "tooth planned"],
    ["area", "part of the mouth planned"],
    ["surface done", "done before"],
    ["surface", "not there"],
  ];
  return said.map(([kind, words], at) => svg("g", { transform: `translate(${LEFT + [0, 125, 240, 420, 530][at]} 182)` },
    svg("rect", { class: kind, x: 1, y: 0, width: 12, height: 12 }),
    words === "not there" ? [svg("line", { class: "gone", x1: 1, y1: 0, x2: 13, y2: 12 }), svg("line", { class: "gone", x1: 13, y1: 0, x2: 1, y2: 12 })] : null,
    svg("text", { class: "small", x: 20, y: 11 }, words)));
}

/** The surfaces of a work in words: "occlusal, distal". */
export const inWords = (surf) => [...surf].map((letter) => SURFACES[letter] ?? letter).join(", ");

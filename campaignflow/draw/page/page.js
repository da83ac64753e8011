"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const find = (id) => document.getElementById(id);
const text = (number) => data.texts[number];
const boxes = [...document.querySelectorAll("#phases .phase, #phases .group, #phases .step")];
const rows = [...document.querySelectorAll("#timeline .row")];
let chosen = null;
let slots = new Map();

function make(name, content, attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...(Array.isArray(content) ? content : [content]));
  return element;
}

function under(prefix) {
  return [...slots].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
}

// --- days

function show(index) {
  slots = new Map();
  for (const changes of data.days.slice(0, index + 1)) {
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) slots.delete(key);
      else slots.set(key, value);
    }
  }
  const iso = data.dates[index];
  const said = new Date(iso).toLocaleDateString(document.documentElement.lang, { timeZone: "UTC", dateStyle: "full" });
  document.body.dataset.day = iso;
  find("day").value = index;
  find("day").setAttribute("aria-valuetext", said);
  find("date").textContent = said;
  find("head").textContent = text(slots.get("head"));
  boxes.forEach(paint);
  for (const row of rows) progress(row, iso);
  today(iso);
  now();
  people();
  ledgers();
  find("duties").replaceChildren(find("duties").firstElementChild, ...under("u/").map(([, lines]) => reasons(lines)));
  find("deviations").lastElementChild.replaceChildren(...under("v/").map(([, line]) => make("li", text(line))));
  for (const [id, prefix] of [["people", "p/"], ["duties", "u/"], ["deviations", "v/"]]) {
    find(id).hidden = !under(prefix).length;
  }
  explain();
}

// --- the phase graph

function tint(outline, kind, tone) {
  for (const [name, value] of Object.entries(data.outlines[kind][tone])) {
    if (value === null) outline.removeAttribute(name);
    else outline.setAttribute(name, value);
  }
}

function paint(box) {
  const slot = slots.get(`n/${box.dataset.key}`);
  box.style.display = slot ? "" : "none";
  if (!slot) return;
  const [tone, line, word, beads] = slot;
  for (const outline of box.querySelectorAll(":scope > .box, :scope > .behind")) tint(outline, box.classList[0], tone);
  for (const head of box.querySelectorAll(":scope > .head")) tint(head, "head", tone);
  box.querySelectorAll(":scope > .bead").forEach((bead, index) => tint(bead, "step", beads[index] ?? "planned"));
  const sign = box.querySelector(":scope > .sign");
  const [ink, shape] = data.signs[tone];
  sign.setAttribute("stroke", ink);
  sign.innerHTML = shape;
  const now = box.querySelector(":scope > .now");
  now.textContent = text(line);
  box.dataset.state = tone;
  box.setAttribute("aria-label", [data.nodes[box.dataset.key].title, text(word), text(line)].join(", "));
}

// --- the timeline

function across(iso, days = 0) {
  return data.scale.left + ((Date.parse(iso) - Date.parse(data.scale.start)) / 86400000 + days) * data.scale.day;
}

function bar(row, start, end, kind, y = 2) {
  const rect = document.createElementNS(SVG, "rect");
  const place = { x: across(start), width: Math.max(across(end, 1) - across(start), 3), y: data.scale.middles[row.dataset.key] + y, height: 7, rx: 2 };
  for (const [name, value] of Object.entries({ ...place, ...data.bars[kind] })) rect.setAttribute(name, value);
  row.append(rect);
}

function progress(row, today) {
  row.querySelectorAll(".actual, .note").forEach((old) => old.remove());
  const slot = slots.get(`b/${row.dataset.key}`);
  if (!slot) return;
  const [note, late, bars, moved] = slot;
  const settled = bars.length > 0 && bars.every(([, , , done]) => done);
  for (const own of row.querySelectorAll(".plan")) own.style.display = moved.length || (settled && own.matches(".shared, .unknown")) ? "none" : "";
  for (const [start, end] of moved) bar(row, start, end, "moved", -9);
  const planned = [...row.querySelectorAll(".plan")].map((rect) => Number(rect.getAttribute("x")) + Number(rect.getAttribute("width")));
  let right = late ? 0 : Math.max(...planned, 0);
  for (const [start, last, lateFrom, done] of bars) {
    const end = last ?? today;
    const before = lateFrom ? new Date(Date.parse(lateFrom) - 86400000).toISOString().slice(0, 10) : end;
    const onTime = before < end ? before : end;
    if (start && start <= onTime) bar(row, start, onTime, done ? "done" : "open");
    if (lateFrom && lateFrom <= end) bar(row, start && start > lateFrom ? start : lateFrom, end, start ? "late" : "idle");
    right = Math.max(right, across(end, 1));
  }
  if (!text(note)) return;
  const words = document.createElementNS(SVG, "text");
  const place = { x: (right || data.scale.left) + 5, y: data.scale.middles[row.dataset.key] + (bars.length ? 10 : 4) };
  for (const [name, value] of Object.entries({ ...place, ...data.note[late] })) words.setAttribute(name, value);
  words.textContent = text(note);
  row.append(words);
}

function today(iso) {
  const line = find("timeline").querySelector(".today");
  const x = across(iso) + data.scale.day / 2;
  line.setAttribute("d", `M${x} ${data.scale.top}V${data.scale.bottom}`);
  find("timeline").querySelector(".date").setAttribute("x", x);
  find("timeline").querySelector(".date").textContent = iso;
  const whole = (Date.parse(data.whole[1]) - Date.parse(data.whole[0])) || 1;
  const share = (Date.parse(iso) - Date.parse(data.whole[0])) / whole;
  for (const track of document.querySelectorAll("#phases .track")) {
    track.parentNode.querySelector(".today").setAttribute("x", Number(track.getAttribute("x")) + Math.min(Math.max(share, 0), 1) * track.getAttribute("width") - 1);
  }
}

// --- the tables

function reasons(lines) {
  return make("pre", lines.map(text).join("\n"));
}

function leading(key, line) {
  const said = make("button", line, { type: "button" });
  said.addEventListener("click", () => choose(key));
  return said;
}

function now() {
  const [open, parts] = slots.get("now");
  const whose = find("now").querySelectorAll("thead th")[1].textContent;
  find("now-title").textContent = text(open);
  const wait = ([key, tone, title, late, who, ...reasons]) => {
    const sign = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: 14, height: 14, stroke: data.signs[tone][0], "aria-hidden": "true" })) sign.setAttribute(name, value);
    sign.innerHTML = data.signs[tone][1];
    const head = [sign, " ", leading(key, text(title)), " ", make("span", text(late), { class: "late" })];
    const said = reasons.map((reason) => make("div", text(reason)));
    return make("tr", [make("th", head, { scope: "row" }), make("td", text(who), { "data-head": whose }), make("td", said)]);
  };
  const whole = (line, name) => make("tr", make("th", text(line), { scope: "rowgroup", colspan: 3 }), { class: name });
  find("now").querySelector("tbody").replaceChildren(...parts.flatMap(([title, rest, waits]) => [
    whole(title, "part"), ...waits.map(wait), ...(text(rest) ? [whole(rest, "rest")] : []),
  ]));
  find("now").querySelector("thead").hidden = !parts.length;
}

function people() {
  const listed = under("p/").sort(([a], [b]) => (a < b ? -1 : 1));
  find("people").querySelector("tbody").replaceChildren(...listed.map(([person, debts]) => {
    const items = debts.map(([node, what, by]) => {
      const key = node.split(/[#@]/)[0];
      const known = key in data.nodes;
      const line = by ? `${text(what)} · ${by}` : text(what);
      return make("li", known ? leading(key, line) : line, by && by < document.body.dataset.day ? { class: "late" } : {});
    });
    return make("tr", [make("th", person, { scope: "row" }), make("td", make("ul", items))]);
  }));
}

function ledgers() {
  const tables = Object.entries(data.ledgers).map(([key, heads]) => {
    const listed = under(`t/${key}/`).sort(([, [a, c]], [, [b, d]]) => b - a || c - d);
    const items = listed.map(([, [late, settled, ...cells]]) => make("tr", cells.map((cell) => make("td", text(cell))), late ? { class: "late" } : settled ? { class: "settled" } : {}));
    const head = make("tr", heads.map((title) => make("th", title, { scope: "col" })));
    const table = make("table", [make("caption", text(slots.get(`l/${key}`)))]);
    if (items.length) table.append(make("thead", head), make("tbody", items));
    return table;
  });
  find("ledgers").replaceChildren(find("ledgers").firstElementChild, ...tables);
  find("ledgers").hidden = !tables.length;
}

// --- one node

function choose(key) {
  chosen = key;
  for (const box of boxes) box.setAttribute("aria-pressed", box.dataset.key === key);
  explain();
}

function explain() {
  if (chosen === null) return;
  const { title, lines } = data.nodes[chosen];
  const parts = [make("h2", title), make("ul", lines.map((line) => make("li", line)))];
  for (const [key, [node, label, facts, why]] of under("i/")) {
    if (node !== chosen) continue;
    const told = [make("p", text(facts), { class: "facts" })];
    if (text(label) !== title) told.unshift(make("h3", text(label)));
    if (why.length) told.push(reasons(why));
    parts.push(make("section", told, { "data-instance": key }));
  }
  find("node").replaceChildren(...parts);
}

// --- looking around

// by a factor, or for 0 to the width of the view, but no smaller than ``least``
function zoomed(view, factor, least = 0) {
  const drawing = view.querySelector("svg");
  const [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
  const fit = Math.min(1, view.clientWidth / width);
  const old = drawing.getBoundingClientRect().width / width;
  const scale = factor === 0 ? Math.max(fit, least) : Math.min(4, Math.max(0.1, old * factor));
  const [x, y] = [view.scrollLeft + view.clientWidth / 2, view.scrollTop + view.clientHeight / 2];
  drawing.setAttribute("width", width * scale);
  drawing.setAttribute("height", height * scale);
  view.scrollLeft = (x * scale) / old - view.clientWidth / 2;
  view.scrollTop = (y * scale) / old - view.clientHeight / 2;
}

function dragged(view) {
  let from = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && !event.target.closest("[role=button]")) from = [event.clientX + view.scrollLeft, event.clientY + view.scrollTop];
  });
  window.addEventListener("pointermove", (event) => {
    if (from) view.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
  });
  window.addEventListener("pointerup", () => { from = null; });
}

function keys(view) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  view.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(document.activeElement);
    if (event.key === "+" || event.key === "=") zoomed(view, 1.25);
    else if (event.key === "-") zoomed(view, 0.8);
    else if (event.key === "0") zoomed(view, 0);
    else if (at >= 0 && event.key in steps) boxes[(at + steps[event.key] + boxes.length) % boxes.length].focus();
    else if (at >= 0 && (event.key === "Enter" || event.key === " ")) choose(boxes[at].dataset.key);
    else return;
    event.preventDefault();
  });
}

function ready(box, index) {
  box.setAttribute("role", "button");
  box.setAttribute("tabindex", index ? -1 : 0);
  box.setAttribute("aria-pressed", "false");
  box.setAttribute("aria-label", data.nodes[box.dataset.key].title);
  box.addEventListener("click", () => choose(box.dataset.key));
}

function replay() {
  let timer = null;
  const slider = find("day");
  const go = (index) => show(Math.min(Math.max(index, 0), data.days.length - 1));
  const stop = () => {
    clearInterval(timer);
    timer = null;
    find("play").setAttribute("aria-pressed", "false");
  };
  slider.addEventListener("input", () => go(Number(slider.value)));
  find("before").addEventListener("click", () => go(Number(slider.value) - 1));
  find("after").addEventListener("click", () => go(Number(slider.value) + 1));
  find("replay").addEventListener("submit", (event) => event.preventDefault());
  find("play").addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) === data.days.length - 1) go(0);
    find("play").setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      go(Number(slider.value) + 1);
      if (Number(slider.value) === data.days.length - 1) stop();
    }, 120);
  });
  show(Number(slider.value));
}

boxes.forEach(ready);
for (const drawing of document.querySelectorAll(".view > svg")) drawing.setAttribute("role", "group");
const view = find("phases").querySelector(".view");
zoomed(view, 0, 0.75);
dragged(view);
keys(view);
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => zoomed(view, { "-1": 0.8, 0: 0, 1: 1.25 }[button.dataset.zoom]));
}
function asked() {
  const key = decodeURIComponent(location.hash.slice(1)).split(/[#@]/)[0];
  if (!(key in data.nodes)) return;
  choose(key);
  boxes.find((box) => box.dataset.key === key).scrollIntoView({ block: "center" });
}

find("replay").classList.toggle("still", data.days.length === 1);
if (data.days.length) replay();
window.addEventListener("hashchange", asked);
asked();

// What the pages do beyond what HTML does: answers as one types, pages that follow a file, the slider, the keys.
// Every page works without this file. Answers are whole pages made by the server; a part of them is taken over.
"use strict";

const WAIT = 250; // milliseconds of silence before what was typed is asked
const EVERY = 1000; // milliseconds between two looks at a file that is being screened

const pageOf = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

const takeOver = (page, selector) => {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (old && fresh) {
    old.replaceWith(document.adoptNode(fresh));
    // A whole answer read aloud with every letter typed would be unbearable; its heading is enough.
    const heading = fresh.querySelector(".verdict h2, .finding h2, [data-said]");
    document.getElementById("said").textContent = heading ? heading.textContent : "";
  }
  return Boolean(fresh);
};

const say = (place, words) => {
  const box = document.createElement("p");
  box.className = "caution";
  box.textContent = words;
  place.replaceChildren(box);
  document.getElementById("said").textContent = words;
};

// A form whose answer appears as one types. What was typed goes in the body of a POST, never into an address.
for (const form of document.querySelectorAll("form[data-live]")) {
  const selector = form.dataset.live;
  let timer, last, asked = 0;
  const ask = async () => {
    const given = new URLSearchParams(new FormData(form));
    if (given.toString() === last) return;
    last = given.toString();
    const number = ++asked;
    document.querySelector(selector).setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: given });
      const page = await pageOf(response);
      if (number !== asked) return; // a later question is under way
      if (!takeOver(page, selector)) {
        const reason = page.querySelector("[role=alert]");
        say(document.querySelector(selector), `Could not screen: ${reason ? reason.textContent : response.status}`);
      }
    } catch {
      if (number === asked) say(document.querySelector(selector), "Could not screen: the service does not answer.");
      last = undefined;
    } finally {
      if (number === asked) document.querySelector(selector).removeAttribute("aria-busy");
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("data-plain")) return;
    event.preventDefault();
    clearTimeout(timer);
    last = undefined;
    ask();
  });
}

// A part that follows what the server does, until the server no longer marks it.
const follow = async () => {
  const part = document.querySelector("[data-poll]");
  if (!part) return;
  try {
    const page = await pageOf(await fetch(location.href));
    const fresh = page.querySelector("[data-poll]");
    if (!fresh) { location.reload(); return; }
    part.replaceWith(document.adoptNode(fresh));
  } catch { /* asked again below */ }
  setTimeout(follow, EVERY);
};
if (document.querySelector("[data-poll]")) setTimeout(follow, EVERY);

// The slider of days: it moves the date of its form, and takes over the day it stands at.
for (const form of document.querySelectorAll("form[data-slider]")) {
  const [range, day] = [form.querySelector("input[type=range]"), form.querySelector("input[type=date]")];
  const count = (text) => Math.round(Date.parse(text) / 86400000);
  const text = (days) => new Date(days * 86400000).toISOString().slice(0, 10);
  range.min = count(range.dataset.firstDay);
  range.max = count(range.dataset.lastDay);
  range.value = count(day.value);
  range.closest("[hidden]").hidden = false;
  let asked = 0, timer;
  const show = async () => {
    const number = ++asked;
    const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    try {
      const page = await pageOf(await fetch(address));
      if (number !== asked) return;
      takeOver(page, "#day");
      takeOver(page, ".steps");
      centre();
      history.replaceState(null, "", address);
    } catch { location.assign(address); }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(show, WAIT / 2); };
  range.addEventListener("input", () => { day.value = text(range.valueAsNumber); range.setAttribute("aria-valuetext", day.value); soon(); });
  day.addEventListener("change", () => { if (day.value) { range.value = count(day.value); soon(); } });
  form.querySelector("select").addEventListener("change", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
}

// A line wider than the screen begins where its day stands.
const centre = () => {
  const [figure, mark] = [document.querySelector("figure.timeline"), document.querySelector("figure.timeline .marker")];
  if (!figure || !mark) return;
  figure.scrollLeft += mark.getBoundingClientRect().left - figure.getBoundingClientRect().left - figure.clientWidth / 2;
};
centre();

// What is sent twice by a restless finger would be done twice.
for (const form of document.querySelectorAll("form[method=post]:not([data-live])")) {
  form.addEventListener("submit", () => setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  }));
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});

// Choose all rows of a table at once.
for (const all of document.querySelectorAll("input[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
  });
}

// The keys. None of them works while something is being typed, and each is only a link or a field of the page.
const places = new Map([...document.querySelectorAll("nav a[data-key]")].map((link) => [link.dataset.key, link]));
const dialog = document.getElementById("keys");
const goto = dialog.querySelector("[data-goto] dd");
for (const [key, link] of places) {
  const [mark, words] = [document.createElement("kbd"), document.createTextNode(` ${link.textContent} `)];
  mark.textContent = key;
  goto.append(mark, words, document.createElement("br"));
}
let going = 0;
const rows = () => [...document.querySelectorAll("[data-row]")];
const step = (by) => {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("at"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("at", row === next));
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector("a[href]") ?? next).focus({ preventScroll: true });
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (Date.now() - going < 1500 && places.has(event.key)) { event.preventDefault(); places.get(event.key).click(); return; }
  going = 0;
  const chosen = document.querySelector(".at input[type=checkbox]");
  const link = (name) => document.querySelector(`a[rel=${name}]`);
  const acts = {
    "?": () => (dialog.open ? dialog.close() : dialog.showModal()),
    "/": () => document.querySelector("[data-first]")?.focus(),
    g: () => { going = Date.now(); },
    j: () => step(1),
    k: () => step(-1),
    x: () => { if (chosen) chosen.checked = !chosen.checked; },
    "[": () => link("prev")?.click(),
    "]": () => link("next")?.click(),
  };
  if (Object.hasOwn(acts, event.key)) { event.preventDefault(); acts[event.key](); }
});

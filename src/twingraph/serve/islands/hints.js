// What a word means, under the pointer and with the keyboard: a hint that Escape closes and the pointer may rest on.
// Without this script the title says the same, to the pointer alone.
const GAP = 6;
const LINGER = 180; // milliseconds to cross from the word to its hint

const hint = document.createElement("div");
hint.id = "hint";
hint.className = "hint-box";
hint.setAttribute("role", "tooltip");
hint.hidden = true;

let word = null;
let timer = 0;

function show(target) {
  clearTimeout(timer);
  if (target === word) return;
  hide();
  word = target;
  word.dataset.means ??= word.title;
  word.removeAttribute("title"); // or the browser would say it a second time
  hint.textContent = word.dataset.means;
  describe();
  hint.hidden = false;
  place();
}

/** The link around the word, or in it, is what a screen reader stops at. */
function describe() {
  (word.closest("a") ?? word).setAttribute("aria-describedby", hint.id);
}

function place() {
  const box = word.getBoundingClientRect();
  const room = document.documentElement.clientWidth - hint.offsetWidth - GAP;
  const under = box.bottom + GAP + hint.offsetHeight < innerHeight;
  hint.style.left = `${Math.max(GAP, Math.min(box.left, room)) + scrollX}px`;
  hint.style.top = `${(under ? box.bottom + GAP : box.top - GAP - hint.offsetHeight) + scrollY}px`;
}

function hide() {
  clearTimeout(timer);
  if (!word) return;
  (word.closest("a") ?? word).removeAttribute("aria-describedby");
  word.title = word.dataset.means;
  word = null;
  hint.hidden = true;
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, LINGER);
}

function follow(event) {
  const target = event.target.closest?.(".defined") ?? (event.type === "focusin" ? event.target.querySelector?.(":scope > .defined") : null);
  if (target) show(target);
  else if (event.target.closest?.("#hint")) clearTimeout(timer);
  else if (word) leave();
}

if (document.querySelector(".defined")) {
  document.body.append(hint);
  for (const type of ["pointerover", "focusin"]) document.addEventListener(type, follow);
  document.addEventListener("focusout", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.documentElement.dataset.hints = "ready";
}

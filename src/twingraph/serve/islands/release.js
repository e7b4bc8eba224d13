// The page of a release: a fact and its words light up together, under the pointer and with the keyboard.
const marks = [...document.querySelectorAll(".marked[data-facts]")].map((mark) => [mark, mark.dataset.facts.split(" ")]);
const facts = new Map([...document.querySelectorAll("[data-fact]")].map((fact) => [fact.dataset.fact, fact]));

const clear = () => document.querySelectorAll(".same").forEach((one) => one.classList.remove("same"));

/** Light up the words of a fact, or the facts that rest on words. */
function show(target) {
  clear();
  const mark = target.closest(".marked");
  const fact = target.closest("[data-fact]");
  if (mark) mark.dataset.facts.split(" ").forEach((number) => facts.get(number)?.classList.add("same"));
  if (fact) for (const [one, numbers] of marks) one.classList.toggle("same", numbers.includes(fact.dataset.fact));
}

/** Mark all the words that the address leads to, for they may be cut by the marks of other facts. */
function showTarget() {
  const number = document.getElementById(`fact-${location.hash.slice(1)}`)?.dataset.fact;
  for (const [one, numbers] of marks) one.classList.toggle("led", numbers.includes(number));
}

for (const type of ["pointerover", "focusin"]) document.addEventListener(type, (event) => show(event.target));
document.addEventListener("pointerleave", clear);
window.addEventListener("hashchange", showTarget);
showTarget();
document.querySelector("article.release")?.setAttribute("data-ready", "true");

// The words that the page gave its picture.

/** Return what fills a text: say("shown", { shown: 3, total: 5 }); numbers are grouped as the language does. */
export function readWords(root) {
  const texts = JSON.parse(root.dataset.words);
  const number = new Intl.NumberFormat(root.dataset.language);
  const say = (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (_, name) =>
      typeof values[name] === "number" && name !== "year" && name !== "first" && name !== "last"
        ? number.format(values[name]) : values[name]);
  say.count = (one, many, n) => (n === 1 ? say(one) : say(many, { n }));
  say.years = ({ first, last }) => {
    if (first && last) return say("between", { first, last });
    if (first) return say("since", { year: first });
    return last ? say("to", { year: last }) : say("timeless");
  };
  return say;
}

// The words of the page in the reader's language.
export function makeWords(texts, language, group) {
  const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, group);
  const t = (key, values = {}) => {
    const text = (values.n === 1 && texts[`${key}.one`]) || texts[key] || key;
    return text.replace(/{(\w+)}/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name]));
  };
  const seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return Object.assign(t, { has: (key) => key in texts, number, seconds: (value) => seconds.format(value), language });
}

// The search boxes: suggestions while a reader types, as a combobox with a list; the key "/" leads to the box.
// Without this script the form leads to the page of results.
const WRITES = "input, textarea, select, [contenteditable]";
const PAUSE = 90; // milliseconds without a key until the server is asked
const SUGGESTED = 8;

/** Returns a text as names are compared: without accents and case. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();

/** The names of a site without a server, read once from the file *address*. */
class Index {
  constructor(address) {
    this.address = new URL(address, document.baseURI);
  }

  async read() {
    this.reading ??= fetch(this.address).then(async (answer) => {
      if (!answer.ok) throw new Error(`${this.address}: ${answer.status}`);
      return (await answer.json()).map(([name, kind, about, href, names]) => ({
        name, kind, about, names: names.map((other) => [other, fold(other)]), href: new URL(href, this.address).href,
      }));
    });
    return this.reading;
  }

  /** Returns what has *text* in one of its names: whole first, then at the start, then within. */
  async find(text) {
    const wanted = fold(text.trim());
    const ranks = [(name) => name === wanted, (name) => name.startsWith(wanted), (name) => name.includes(wanted)];
    const found = [[], [], []];
    for (const entry of wanted ? await this.read() : []) {
      const rank = ranks.findIndex((fits) => entry.names.some(([, name]) => fits(name)));
      if (rank < 0) continue;
      const [match] = entry.names.find(([, name]) => ranks[rank](name));
      found[rank].push({ ...entry, alias: fold(match) === fold(entry.name) ? "" : match });
    }
    return found.flat();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITES)) return;
  const box = document.querySelector("main form.search input, form.search input");
  if (!box) return;
  event.preventDefault();
  box.focus();
});

class Combobox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    this.chosen = -1;
    this.asked = null;
    this.makeList();
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
    form.addEventListener("submit", () => this.close());
  }

  makeList() {
    const { input, list, status, form } = this;
    Object.assign(list, { id: `${input.id}-list`, className: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.list);
    status.className = "hidden";
    status.setAttribute("role", "status");
    const given = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(given)) input.setAttribute(name, value);
    form.append(list, status);
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    this.asked?.abort();
    if (!text) {
      this.close();
      return;
    }
    if (this.form.dataset.index) {
      this.show((await index(this.form).find(text).catch(() => [])).slice(0, SUGGESTED));
      return;
    }
    this.asked = new AbortController();
    const address = new URL(this.form.dataset.suggest, document.baseURI);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: this.asked.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the form still works
    }
  }

  show(offers) {
    if (document.activeElement !== this.input) return;
    this.choose(-1);
    this.list.replaceChildren(...offers.map((offer, number) => this.option(offer, number)));
    this.list.hidden = !offers.length;
    this.input.setAttribute("aria-expanded", String(offers.length > 0));
    const { count, none } = this.form.dataset;
    this.status.textContent = offers.length ? count.replace("#", offers.length) : none;
  }

  option(offer, number) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = offer.href;
    const name = document.createElement("strong");
    name.textContent = offer.alias ? `${offer.alias} → ${offer.name}` : offer.name;
    const about = document.createElement("span");
    about.className = "meta";
    about.textContent = [offer.kind, offer.about].filter(Boolean).join(", ");
    item.append(name, " ", about);
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    item.addEventListener("click", () => location.assign(offer.href));
    return item;
  }

  key(event) {
    const most = this.list.hidden ? 0 : this.list.children.length;
    if (event.key === "Escape" && most) {
      event.preventDefault();
      this.close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && most) {
      event.preventDefault();
      const places = most + 1; // the options and the box itself
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "ArrowDown") {
      this.ask();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      location.assign(this.list.children[this.chosen].dataset.href);
    }
  }

  choose(number) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = number;
    const item = this.list.children[number];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.choose(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }
}

let known;
const index = (form) => (known ??= new Index(form.dataset.index));

/** Fills the page of results of a site without a server. */
async function list(into, form, text) {
  form.querySelector("input[type=search]").value = text;
  for (const entry of (await index(form).find(text)).slice(0, 200)) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: entry.href, textContent: entry.name });
    const more = Object.assign(document.createElement("span"), { className: "meta" });
    more.textContent = [entry.kind, entry.about, entry.alias].filter(Boolean).join(", ");
    item.append(link, " ", more);
    into.append(item);
  }
}

for (const form of document.querySelectorAll("form.search[data-suggest], form.search[data-index]")) {
  new Combobox(form);
  form.dataset.ready = "true";
}

const into = document.querySelector("[data-found]");
const own = document.querySelector("main form.search[data-index]");
const text = new URLSearchParams(location.search).get("q");
if (into && own && text) list(into, own, text);

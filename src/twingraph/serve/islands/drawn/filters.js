// What of the data is shown: years, kinds, undated. It stands in the address as the server's filters do.

/** The filters of a picture; `change` is called after each change. */
export class Filters {
  constructor(data, change) {
    const given = new URLSearchParams(location.search);
    const year = (name) => Number(given.get(name)) || null;
    this.data = data;
    this.since = year("since");
    this.until = year("until");
    this.undated = given.get("undated") !== "no";
    this.kinds = new Set(given.getAll("kind").map((kind) => data.kinds.findIndex(([id]) => id === kind)).filter((i) => i >= 0));
    this.partners = Math.max(1, Number(given.get("partners")) || 1);
    this.change = change;
  }

  /** Change some of them, write the address and tell. */
  set(changes) {
    Object.assign(this, changes);
    this.write();
    this.change();
  }

  /** Return whether a bond is shown: the rules are those of selection.py. */
  shows({ kind, first, last }) {
    if (this.kinds.size && !this.kinds.has(kind)) return false;
    if (!first && !last) return this.undated;
    return (!this.until || !first || first <= this.until) && (!this.since || !last || last >= this.since);
  }

  /** Show or hide a kind; where all are shown, none is named. */
  toggle(kind, all) {
    const kinds = new Set(this.kinds.size ? this.kinds : all);
    if (!kinds.delete(kind)) kinds.add(kind);
    this.set({ kinds: kinds.size === all.length ? new Set() : kinds });
  }

  /** Write the address, at most three times a second: browsers refuse more. */
  write() {
    clearTimeout(this.writing);
    const wait = 300 - (performance.now() - (this.written ?? -300));
    if (wait > 0) this.writing = setTimeout(() => this.#write(), wait);
    else this.#write();
  }

  #write() {
    this.written = performance.now();
    const years = this.data.years;
    setAddress({
      since: this.since && this.since > years[0] ? [this.since] : [],
      until: this.until && this.until < years[1] ? [this.until] : [],
      undated: this.undated ? [] : ["no"],
      kind: [...this.kinds].map((i) => this.data.kinds[i][0]),
      partners: this.partners > 1 ? [this.partners] : [],
    });
  }
}

/** Put parameters into the address, and into the links of the page that lead on with the same choice. */
export function setAddress(changes) {
  const url = new URL(location.href);
  for (const [name, values] of Object.entries(changes)) {
    url.searchParams.delete(name);
    for (const value of values) url.searchParams.append(name, value);
  }
  url.search = url.search.replaceAll("%2C", ",");
  history.replaceState(history.state, "", url);
  for (const link of document.querySelectorAll("a.all-lines, .languages a, .crumbs a, .depths a, a.everything, .tabs a, .data a[download]")) {
    carry(link, changes);
  }
}

function carry(link, changes) {
  const url = new URL(link.href);
  for (const [name, values] of Object.entries(changes)) {
    if (name === "at" && !link.closest(".languages")) continue; // another view is seen from elsewhere
    url.searchParams.delete(name);
    for (const value of values) url.searchParams.append(name, value);
  }
  link.href = url.pathname + url.search;
}

/** Hide the rows of the table that the filters hide. */
export function filterRows(filters) {
  for (const row of document.querySelectorAll(".as-table tr[data-kind]")) {
    const kind = filters.data.kinds.findIndex(([id]) => id === row.dataset.kind);
    if (kind >= 0) row.hidden = !filters.shows({ kind, first: Number(row.dataset.first), last: Number(row.dataset.last) });
  }
}

// What things are called, asked of the server a hundred at a time, each once.
import { shortName } from "./terms.js";

const AT_ONCE = 100;

export class Labels {
  constructor(address) {
    this.address = address;
    this.known = new Map();
  }

  // Returns { label, href, lat, long }, as far as they are known by now.
  get(iri) {
    return this.known.get(iri) ?? {};
  }

  name(iri) {
    return this.get(iri).label ?? shortName(iri);
  }

  async load(iris) {
    const missing = [...new Set(iris)].filter((iri) => !this.known.has(iri) && iri.length < 500);
    const parts = [];
    for (let at = 0; at < missing.length; at += AT_ONCE) parts.push(missing.slice(at, at + AT_ONCE));
    await Promise.all(parts.map((part) => this.ask(part)));
  }

  async ask(iris) {
    const url = new URL(this.address, location.href);
    for (const iri of iris) url.searchParams.append("iri", iri);
    const response = await fetch(url);
    if (!response.ok) return; // then the ends of the IRIs must do
    for (const [iri, about] of Object.entries(await response.json())) this.known.set(iri, about);
  }
}

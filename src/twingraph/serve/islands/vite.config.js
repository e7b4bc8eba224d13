// Bundles each module of this folder; what several of them share lives in folders beside them.
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;
const islands = readdirSync(here).filter((name) => name.endsWith(".js") && name !== basename(import.meta.filename));

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  logLevel: "warn",
  build: {
    emptyOutDir: true,
    assetsDir: "",
    manifest: "manifest.json",
    license: { fileName: "licences.md" },
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // a data: address would need another policy
    rolldownOptions: { input: Object.fromEntries(islands.map((name) => [basename(name, ".js"), `${here}/${name}`])) },
  },
});

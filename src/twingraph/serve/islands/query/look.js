// How the editor looks: the colours are the tokens of the site, so they follow its light and dark.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--person)" },
  { tag: tags.standard(tags.variableName), color: "var(--institution)" },
  { tag: [tags.atom, tags.namespace, tags.propertyName, tags.meta], color: "var(--agreement)" },
  { tag: [tags.string, tags.number], color: "var(--project)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const floating = { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "var(--round)" };

export const look = EditorView.theme({
  "&": { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--soft)", borderRadius: "var(--round)", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--code)", lineHeight: "1.55", overflow: "auto", maxHeight: "30rem" },
  ".cm-content, .cm-gutter": { minHeight: "19rem" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.6rem" },
  ".cm-gutters": { background: "var(--paper)", color: "var(--soft)", border: "0", borderRight: "1px solid var(--line)", borderRadius: "var(--round) 0 0 var(--round)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--line) 35%, transparent)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { background: "var(--mark)", outline: "1px solid var(--mark-line)" },
  ".cm-tooltip": { ...floating, maxWidth: "min(28rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--code)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.6rem", minHeight: "1.5rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", fontFamily: "var(--text)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "underline", textUnderlineOffset: "0.2em" },
  ".cm-tooltip.cm-completionInfo, .cm-tooltip-hover": { padding: "0.5rem 0.8rem", fontFamily: "var(--text)" },
  ".cm-diagnostic": { borderLeftColor: "var(--wrong)", whiteSpace: "normal" },
  ".cm-diagnosticAction": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--wrong)", textUnderlineOffset: "0.2em" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline dotted var(--mark-line) 2px", textUnderlineOffset: "0.2em" },
  ".cm-lint-marker": { width: "1em", height: "1em" },
});

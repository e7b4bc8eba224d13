// The button that switches between light, dark and what the system says. It is no module: it runs before the page
// is drawn, so that no page flashes in the wrong colours. Only a choice that was made is kept, in this browser.
{
  const KEY = "twingraph-theme";
  const CHOICES = ["system", "light", "dark"];
  const SIGNS = { system: "◐", light: "☀", dark: "☾" };
  const root = document.documentElement;
  const words = document.currentScript.dataset;

  const kept = () => {
    try {
      const value = localStorage.getItem(KEY);
      return CHOICES.includes(value) ? value : "system";
    } catch {
      return "system"; // storage may be forbidden
    }
  };
  const keep = (choice) => {
    try {
      if (choice === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch { /* then it holds for this page */ }
  };
  const apply = (choice) => {
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
  };
  const show = (button, choice) => {
    button.dataset.choice = choice;
    button.textContent = SIGNS[choice];
    button.title = `${words.label}: ${words[choice]}`;
    button.setAttribute("aria-label", button.title);
  };
  const addButton = () => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "theme" });
    show(button, kept());
    button.addEventListener("click", () => {
      const next = CHOICES[(CHOICES.indexOf(button.dataset.choice) + 1) % CHOICES.length];
      keep(next);
      apply(next);
      show(button, next);
    });
    window.addEventListener("storage", () => {
      apply(kept());
      show(button, kept());
    });
    document.querySelector("header.top")?.append(button);
  };

  apply(kept());
  document.addEventListener("DOMContentLoaded", addButton);
}

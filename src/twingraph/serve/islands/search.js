// The key "/" goes to the search box, as long as nothing is being written.
const WRITES = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITES)) return;
  const box = document.querySelector("main form.search input, form.search input");
  if (!box) return;
  event.preventDefault();
  box.focus();
});

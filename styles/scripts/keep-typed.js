// Keeps what was typed when the language is switched (REQUIREMENTS X1): in this tab only, until the other page has
// read it, and never a password.

const STORED = "typed";
const NEVER = ["hidden", "password", "file"];

const fields = () =>
  [...document.querySelectorAll("main :is(input, select, textarea)[name]")].filter(({ type }) => !NEVER.includes(type));

const isTicked = ({ type }) => type === "checkbox" || type === "radio";

function save(path) {
  const typed = fields().map((field) => [field.name, field.value, field.checked]);
  sessionStorage.setItem(STORED, JSON.stringify({ path, typed }));
}

function restore() {
  const { path, typed = [] } = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");
  sessionStorage.removeItem(STORED);
  if (path === location.pathname) {
    typed.forEach(fill);
  }
}

function fill([name, value, checked]) {
  const sameName = fields().filter((field) => field.name === name);
  const field = sameName.find((candidate) => !isTicked(candidate) || candidate.value === value);
  if (field && isTicked(field)) {
    field.checked = checked;
  } else if (field) {
    field.value = value;
  }
}

export function keepTyped(link) {
  restore();
  link.addEventListener("click", () => save(link.pathname));
}

// Ticks the rules of a password as one types. The server decides; this only shows (REQUIREMENTS A2).

const SHORTEST_PART = 3; // of a name: shorter ones occur in any password
const PAUSE = 1000; // milliseconds without a key before the count is read aloud

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const parts = (name) => folded(name).split(/[^\p{L}\p{N}]+/u).filter((part) => part.length >= SHORTEST_PART);

const atLeast = (pattern) => (password, count) => (password.match(pattern) ?? []).length >= Number(count);

/** What `data-rule` may say: `digit:2`, two of them; `not:email`, no part of what stands in the field `email`. */
const RULES = {
  length: atLeast(/./gsu),
  digit: atLeast(/\p{Nd}/gu),
  lower: atLeast(/\p{Ll}/gu),
  upper: atLeast(/\p{Lu}/gu),
  symbol: atLeast(/[^\p{L}\p{N}\s]/gu),
  not: (password, field, form) => !parts(form.elements[field].value).some((part) => folded(password).includes(part)),
};

const ruleOf = (item) => item.dataset.rule.split(":");

/** Whether it can be told here: who changes a password types no address, so the server alone compares it. */
function isOurs(item, form) {
  const [rule, argument] = ruleOf(item);
  return rule !== "not" || argument in form.elements;
}

function isMet(item, password, form) {
  const [rule, argument] = ruleOf(item);
  return password !== "" && RULES[rule](password, argument, form);
}

function show(item, met, said) {
  item.classList.toggle("app-rules__rule--met", met);
  item.querySelector("[data-state]").textContent = met ? said : "";
}

export function tickRules(list) {
  const input = list.closest(".govuk-form-group").querySelector("input");
  const status = list.parentElement.querySelector("[role=status]");
  const items = [...list.querySelectorAll("[data-rule]")].filter((item) => isOurs(item, input.form));
  let pause;

  function update() {
    const password = input.value.normalize("NFC");
    items.forEach((item) => show(item, isMet(item, password, input.form), list.dataset.met));
    clearTimeout(pause);
    pause = setTimeout(announce, PAUSE);
  }

  function announce() {
    const met = list.querySelectorAll(".app-rules__rule--met").length;
    status.textContent = input.value && list.dataset.count.replace("{met}", met).replace("{all}", items.length);
  }

  // The whole form: a rule may look at another field, such as the user name.
  input.form.addEventListener("input", update);
}

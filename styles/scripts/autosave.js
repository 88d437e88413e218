// Saves a draft as one types (REQUIREMENTS F2): only what changed, a moment after the last key, one save at a time.

const PAUSE = 800; // milliseconds without a key
const PATIENCE = 4000; // milliseconds that a form waits for its last save before it is sent
const PREFIX = "answers.";

const isTicked = ({ type }) => type === "checkbox" || type === "radio";
const questionOf = (name) => name.slice(PREFIX.length).split(".")[0];

/** The answer to one question as the server takes it: text, or its parts by name; empty where nothing is filled in. */
function answerOf(form, question) {
  const own = PREFIX + question;
  const fields = [...form.elements].filter(({ name }) => name === own || name.startsWith(`${own}.`));
  const filled = fields.filter((field) => (isTicked(field) ? field.checked : true));
  if (fields.some(({ name }) => name === own)) {
    return filled[0]?.value ?? "";
  }
  return Object.fromEntries(filled.map(({ name, value }) => [name.slice(own.length + 1), value]));
}

class Draft {
  constructor(form) {
    this.form = form;
    this.changed = new Set();
    this.saving = Promise.resolve();
  }

  note(name) {
    if (name.startsWith(PREFIX)) {
      this.changed.add(questionOf(name));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE);
    }
  }

  save() {
    clearTimeout(this.timer);
    this.saving = this.saving.then(() => this.send());
    return this.saving;
  }

  async send() {
    if (!this.changed.size) {
      return;
    }
    const questions = [...this.changed];
    this.changed.clear();
    const answers = Object.fromEntries(questions.map((question) => [question, answerOf(this.form, question)]));
    try {
      this.tell(await this.post({ seen: Number(this.form.elements.seen.value), answers }));
    } catch {
      questions.forEach((question) => this.changed.add(question)); // goes with the next one
      this.say("notSaved");
    }
  }

  async post(content) {
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-CSRF-Token": this.form.elements.csrf_token.value,
      },
      body: JSON.stringify(content),
    });
  }

  async tell(response) {
    if (response.ok) {
      this.form.elements.seen.value = (await response.json()).version;
    }
    this.say(response.ok ? "saved" : response.status === 409 ? "elsewhere" : "notSaved");
  }

  say(what) {
    this.form.querySelector("[data-autosave-state]").textContent = this.form.dataset[what];
  }
}

export function autosave(form) {
  const draft = new Draft(form);
  form.addEventListener("input", ({ target }) => draft.note(target.name));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { submitter } = event;
    await Promise.race([draft.saving, new Promise((done) => setTimeout(done, PATIENCE))]);
    clearTimeout(draft.timer);
    sendAs(form, submitter);
  });
}

/** Sends the form as if its button had been pressed: `submit()` alone would not say which one it was. */
function sendAs(form, submitter) {
  if (submitter?.name) {
    const said = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name });
    said.value = submitter.value;
    form.append(said);
  }
  if (submitter?.hasAttribute("formaction")) {
    form.action = submitter.formAction;
  }
  form.submit();
}

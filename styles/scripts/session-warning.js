// Warns before the session ends and lets the person stay (REQUIREMENTS S3).
import { SessionTime, spelled } from "./session-time.js";

const ANNOUNCED_EVERY = 20; // seconds, in the last minute: each second read aloud would be noise
const ENDED = [401, 403]; // what the server answers once there is no session

class SessionWarning {
  atLimit = false; // the longest duration: nothing extends the session any more

  constructor(dialog) {
    this.dialog = dialog;
    this.time = new SessionTime(dialog.dataset);
    this.stayForm = this.part("stay").form;
    this.stayForm.addEventListener("submit", (event) => this.stay(event));
    // Escape closes a dialog: whoever presses it is here and wants to go on.
    dialog.addEventListener("cancel", (event) => this.stay(event));
    this.clock = setInterval(() => this.tick(), 1000);
  }

  part(name) {
    return this.dialog.querySelector(`[data-session-${name}]`);
  }

  tick() {
    const left = this.time.secondsLeft;
    if (left === 0) {
      this.leave();
    } else if (left <= Number(this.dialog.dataset.warningSeconds)) {
      this.warn(left);
    } else {
      this.dialog.close(); // another tab stayed
    }
  }

  warn(left) {
    const message = this.dialog.dataset.message.replace("{time}", spelled(left));
    this.part("timer").textContent = message;
    if (!this.dialog.open && !this.atLimit) {
      this.dialog.showModal();
    } else if (left % (left > 60 ? 60 : ANNOUNCED_EVERY) === 0) {
      this.part("status").textContent = message;
    }
  }

  async stay(event) {
    if (this.atLimit) {
      return;
    }
    event.preventDefault();
    try {
      this.answered(await post(this.stayForm));
    } catch {
      this.part("problem").hidden = false;
    }
  }

  answered({ status, json }) {
    if (ENDED.includes(status)) {
      this.leave();
      return;
    }
    this.time.endsAt(json.ends_at);
    this.part("problem").hidden = true;
    if (this.time.secondsLeft > Number(this.dialog.dataset.warningSeconds)) {
      this.dialog.close();
    } else {
      this.showLimit();
    }
  }

  showLimit() {
    this.atLimit = true;
    this.part("limit").hidden = this.part("close").hidden = false;
    this.part("stay").hidden = true;
    this.part("close").focus();
  }

  leave() {
    clearInterval(this.clock);
    location.assign(this.dialog.dataset.endedUrl);
  }
}

/** Sends what the form would send, and asks for JSON instead of a page. Throws when the service can't answer. */
async function post(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  });
  if (!response.ok && !ENDED.includes(response.status)) {
    throw new Error(response.statusText);
  }
  return { status: response.status, json: await response.json() };
}

export function warnBeforeSessionEnds(dialog) {
  new SessionWarning(dialog);
  document.querySelector("[data-session-without-script]")?.remove();
}

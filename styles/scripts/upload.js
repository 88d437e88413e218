// Sends a file to the bucket and shows how far it is, then presses the button that keeps it (REQUIREMENTS F3).
class Upload {
  constructor(form) {
    this.form = form;
    this.file = form.querySelector("input[type=file]");
    this.progress = form.querySelector("progress");
    form.addEventListener("submit", (event) => this.send(event));
  }

  async send(event) {
    event.preventDefault();
    const [file] = this.file.files;
    if (!file) {
      this.say("none");
    } else if (file.size > Number(this.form.dataset.largest)) {
      this.say("tooLarge");
    } else if (this.progress.hidden) {
      await this.sendFile(file);
    }
  }

  async sendFile(file) {
    this.say();
    this.progress.hidden = false;
    try {
      await post(await freshForm(), file, (share) => (this.progress.value = share));
      document.querySelector("[data-upload-keep]").requestSubmit();
    } catch {
      this.progress.hidden = true;
      this.say("failed");
    }
  }

  /** Says what is wrong, in the words that the page has for it, or nothing any more. */
  say(trouble) {
    const alert = this.form.querySelector("[role=alert]");
    alert.textContent = trouble ? this.form.dataset[trouble] : "";
    this.file.toggleAttribute("aria-invalid", Boolean(trouble));
  }
}

/** The form on the page may be too old by now, and sends a browser back here: a program is given one of its own. */
async function freshForm() {
  const response = await fetch(location.href, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return response.json();
}

/** fetch() does not tell how far it is. */
function post({ url, fields }, file, tell) {
  const body = new FormData();
  Object.entries(fields).forEach(([name, value]) => body.append(name, value));
  body.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(loaded / total));
    request.addEventListener("load", () => (request.status < 300 ? resolve() : reject(new Error(request.statusText))));
    request.addEventListener("error", reject);
    request.open("POST", url);
    request.send(body);
  });
}

export function sendWithProgress(form) {
  new Upload(form);
}

// Passkeys: the browser asks the device, and the form sends what it says. Where a browser can't, other ways remain.

const ASK = {
  create: (options) => ({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => ({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

const isPossible = () => Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);

/** @returns {Promise<string>} what the server checks, as JSON */
async function answer({ passkey, options }) {
  return JSON.stringify(await navigator.credentials[passkey](ASK[passkey](JSON.parse(options))));
}

export function offerPasskey(section) {
  const form = section.querySelector("form");
  const problem = section.querySelector("[data-passkey-problem]");
  section.hidden = !isPossible();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.passkey.value = await answer(section.dataset);
      form.submit();
    } catch {
      problem.hidden = false; // called off, too late, or not the device
    }
  });
}

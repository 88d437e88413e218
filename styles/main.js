// The one script of every portal. Each page works without it.
import { Button, createAll, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } from "govuk-frontend";

import { autosave } from "./scripts/autosave.js";
import { showWhereAsked } from "./scripts/follow-up-questions.js";
import { keepTyped } from "./scripts/keep-typed.js";
import { offerPasskey } from "./scripts/passkeys.js";
import { tickRules } from "./scripts/password-rules.js";
import { warnBeforeSessionEnds } from "./scripts/session-warning.js";
import { sendWithProgress } from "./scripts/upload.js";

// GOV.UK Frontend looks for this class, which its own pages set in an inline script: our security policy refuses those.
document.body.classList.add("govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) {
  createAll(component);
}

const enhancements = {
  "[data-autosave]": autosave,
  "[data-other-language]": keepTyped,
  "[data-passkey]": offerPasskey,
  "[data-password-rules]": tickRules,
  "[data-session]": warnBeforeSessionEnds,
  "[data-upload]": sendWithProgress,
  "[data-when]": showWhereAsked,
};
for (const [selector, enhance] of Object.entries(enhancements)) {
  document.querySelectorAll(selector).forEach(enhance);
}

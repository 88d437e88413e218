// The one script of every portal. Each page works without it.
import { Button, createAll, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } from "govuk-frontend";

import { keepTyped } from "./scripts/keep-typed.js";
import { tickRules } from "./scripts/password-rules.js";
import { warnBeforeSessionEnds } from "./scripts/session-warning.js";

// GOV.UK Frontend looks for this class, which its own pages set in an inline script: our security policy refuses those.
document.body.classList.add("govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) {
  createAll(component);
}

const enhancements = {
  "[data-other-language]": keepTyped,
  "[data-password-rules]": tickRules,
  "[data-session]": warnBeforeSessionEnds,
};
for (const [selector, enhance] of Object.entries(enhancements)) {
  document.querySelectorAll(selector).forEach(enhance);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Forms of which nothing is kept, each with why. Every other one keeps what is typed (`useDraft`). */
const keptNowhere: Record<string, string> = {
  "account/authenticator-dialog.tsx": "a password and a code are kept nowhere",
  "account/password-form.tsx": "a password is kept nowhere",
  "account/proof-dialog.tsx": "a password and a code are kept nowhere",
  "enrolment/enrol-page.tsx": "a password is kept nowhere",
  "identity/sign-in-form.tsx": "a password is kept nowhere",
  "restricted/restricted-search.tsx": "a search for a restricted record leaves nothing behind but its audit",
  "clinic/form.tsx": "the frame; each form in it has its own draft",
  "programs/plan-form.tsx": "the frame; who edits and who begins a plan have the draft",
  "clinic/invite-form.tsx": "one choice",
  "clinic/status-form.tsx": "one choice and a day",
  "cohorts/cohort-actions.tsx": "a day, and a question",
  "contacts/end-form.tsx": "a day",
  "curricula/end-dialog.tsx": "a day",
  "curricula/session-topic.tsx": "one choice",
  "sessions/cancel-dialog.tsx": "one choice",
  "measures/screen-dialog.tsx": "an answer that is stored has its alert with it; a draft has none",
  "record/merge-review.tsx": "one choice",
  "contacts/access-panel.tsx": "a question",
  "closures/remove-dialog.tsx": "a question",
  "planning/applied.tsx": "a question",
  "programs/active-dialog.tsx": "a question",
};

const FEATURES = "src/features";

const files = readdirSync(FEATURES, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => ({ file, text: readFileSync(join(FEATURES, file), "utf8") }));
const keeps = (text: string) => /\buseDraft[<(]/.test(text);

it("every form keeps what is typed, or says here why it does not", () => {
  const forms = files.filter(({ text }) => /(?<!\w)<(DialogForm|EditorForm|Form|form)\b/.test(text));
  expect(forms.length).toBeGreaterThan(40);
  const without = forms.filter(({ text }) => !keeps(text)).map(({ file }) => file);
  expect(without.sort()).toEqual(Object.keys(keptNowhere).sort());
});

it("no two features keep their forms under one name, and each name is one the server takes", () => {
  const features = new Map<string, Set<string>>();
  for (const { file, text } of files.filter(({ text }) => keeps(text))) {
    for (const [, name = ""] of text.matchAll(/\bform: ["`]([^"`]+)["`]/g)) {
      expect(name, file).toMatch(/^[a-z][a-z0-9-]*(\$\{[^}]+\})?$/);
      features.set(name, (features.get(name) ?? new Set()).add(file.split("/")[0] ?? ""));
    }
  }
  expect(features.size).toBeGreaterThan(40);
  expect([...features].filter(([, of]) => of.size > 1)).toEqual([]);
});

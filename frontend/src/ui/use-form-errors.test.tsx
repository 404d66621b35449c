import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { ProblemError } from "@/api/problem";

import { ErrorSummary } from "./error-summary";
import { useFormErrors } from "./use-form-errors";

const refusal = (code: string, ...pointers: string[]) =>
  new ProblemError({
    type: "about:blank",
    title: code,
    status: 422,
    code,
    errors: pointers.map((pointer) => ({ pointer, code: "wrong", detail: "" })),
  });

const fields = { given_names: "names", ends_on: "end", topics: "topics", owner_id: "", hidden: "notHere" };

/** Sends, and is refused so. */
function Sample({ error }: { error: ProblemError }) {
  const { errors, fieldId, errorOf, refuse } = useFormErrors("sample");
  return (
    <form>
      <ErrorSummary title="Check this" errors={errors} />
      <label htmlFor={fieldId("names")}>Given names</label>
      <input id={fieldId("names")} aria-invalid={errorOf("names") !== undefined} />
      <label htmlFor={fieldId("end")}>Last day</label>
      <input id={fieldId("end")} aria-invalid={errorOf("end") !== undefined} />
      <fieldset id={fieldId("topics")} tabIndex={-1}>
        <legend>Topics</legend>
      </fieldset>
      <button type="button" onClick={() => refuse(error, "The whole is refused.", fields, { end: "Enter a day" })}>
        Send
      </button>
    </form>
  );
}

const said: [name: string, error: ProblemError, sentences: string[]][] = [
  [
    "at the field, called as the form calls it",
    refusal("invalid-request", "/given_names/0"),
    ["Given names: this is not accepted"],
  ],
  ["in better words where the form has some", refusal("invalid-request", "/ends_on"), ["Enter a day"]],
  ["in the words for its code", refusal("dates-reversed", "/ends_on"), ["The whole is refused."]],
  ["at a group of choices by its legend", refusal("invalid-request", "/topics"), ["Topics: this is not accepted"]],
  [
    "once for each field",
    refusal("invalid-request", "/given_names/0", "/given_names/1", "/topics"),
    ["Given names: this is not accepted", "Topics: this is not accepted"],
  ],
  [
    "above the form where nothing can be mended at a field",
    refusal("invalid-request", "/owner_id"),
    ["The whole is refused."],
  ],
  [
    "above the form where the field is not on the page",
    refusal("invalid-request", "/hidden"),
    ["The whole is refused."],
  ],
  ["above the form where it names no field", refusal("already-there"), ["The whole is refused."]],
];

it.each(said)("says why the server refused %s", async (_, error, sentences) => {
  render(<Sample error={error} />);
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual(sentences);
  expect(screen.getByRole("alert")).toHaveFocus();
});

it("leads from the summary to the field", async () => {
  render(<Sample error={refusal("invalid-request", "/given_names")} />);
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(screen.getByLabelText("Given names")).toBeInvalid();
  await userEvent.click(screen.getByRole("link", { name: "Given names: this is not accepted" }));
  expect(screen.getByLabelText("Given names")).toHaveFocus();
});

import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect } from "vitest";

import type { DraftContent } from "@/api/drafts";

import { drafts } from "./drafts";

/** What is kept of a form, whoever it is about. */
export const keptOf = (form: string) => [...drafts].find(([key]) => key.startsWith(`${form} `))?.[1].content;

/**
 * Gives a form up in the midst of it, checks that what was typed is kept, and opens it anew, where it is said to be back.
 * `open` opens the form and gives what stands around it.
 */
export async function givenUpAndOpenedAnew(
  user: UserEvent,
  { form, kept, open }: { form: string; kept: DraftContent; open: () => Promise<HTMLElement> },
) {
  const buttons = screen.getAllByRole("button", { name: "Cancel" });
  await user.click(buttons.at(-1) as HTMLElement);
  await waitFor(() => expect(keptOf(form)).toEqual(kept));
  const again = within(await open());
  expect(await again.findByText(/^What you typed on .* is back\.$/)).toBeVisible();
  return again;
}

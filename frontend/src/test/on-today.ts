import { screen, within } from "@testing-library/react";

import type { openApp } from "./open-app";

/** The four choices of one person on the roster. */
export const attendanceOf = (name: string) => screen.getByRole("radiogroup", { name: `Attendance of ${name}` });

export const choiceOf = (name: string, word: string) => within(attendanceOf(name)).getByRole("radio", { name: word });

/** Shows everything: a group that runs is in room mode by itself, and leaving that asks once more. */
export async function leaveRoomMode(user: ReturnType<typeof openApp>["user"]) {
  await user.click(await screen.findByRole("button", { name: "Leave room mode" }));
  await user.click(await screen.findByRole("button", { name: "Show everything" }));
}

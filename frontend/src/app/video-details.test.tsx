import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { connection } from "@/api/connection";
import type { Mark } from "@/api/types";
import { Clinic } from "@/test/clinic";
import { drafts } from "@/test/drafts";
import { API, problem } from "@/test/handlers";
import { keptOf } from "@/test/kept-form";
import { attendanceOf, choiceOf, leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const NAME = "Avery Brooks";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T10:12:00-07:00`) }));
afterEach(() => vi.useRealTimers());

/** Opens what a mark by video asks for; the server has `video` of it. */
async function open() {
  const clinic = new Clinic(TODAY);
  const group = clinic.session("DBT Skills");
  let video: Mark["video"] = null;
  const app = openApp(clinic, "/today");
  server.use(
    http.get(`${API}/api/v1/sessions/:id/attendance/:booking`, () =>
      clinic.row(group, NAME).attendance ? HttpResponse.json({ video, stays: [] }) : problem(404, "mark-not-found"),
    ),
    http.post(`${API}/api/v1/sessions/:id/attendance`, async ({ request }) => {
      const { marks } = (await request.clone().json()) as { marks: Mark[] };
      video = marks[0]?.video ?? video;
      return undefined;
    }),
  );
  await leaveRoomMode(app.user);
  await app.user.click(choiceOf(NAME, "Late"));
  const details = () => within(screen.getByRole("group", { name: `Details of ${NAME}` }));
  await screen.findByRole("group", { name: `Details of ${NAME}` });
  await app.user.click(details().getByText("By video"));
  await details().findByLabelText("Call-back number");
  const reopen = async () => {
    await app.user.click(details().getByRole("button", { name: "Done" }));
    const line = attendanceOf(NAME).closest("li") as HTMLElement;
    await app.user.click(within(line).getByRole("button", { name: new RegExp(`Details of ${NAME}`) }));
    await details().findByLabelText("Call-back number");
  };
  return { ...app, details, reopen, video: () => video };
}

it("keeps what is typed of a session by video, and finds it again", async () => {
  const { user, details, reopen } = await open();
  await user.type(details().getByLabelText("Where they are"), "At home");
  expect(await details().findByText(/^Saved \d/)).toBeVisible();
  await user.type(details().getByLabelText("Call-back number"), "212 555");
  await reopen();
  await waitFor(() => expect(keptOf("mark-video")).toEqual({ place: "At home", number: "212 555" }));
  expect(await details().findByText(/^What you typed on .* is back\.$/)).toBeVisible();
  expect(details().getByLabelText("Where they are")).toHaveValue("At home");
  expect(details().getByLabelText("Call-back number")).toHaveValue("212 555");
  expect(JSON.stringify({ ...window.localStorage, ...window.sessionStorage })).not.toMatch(/home|555/);
  await user.click(details().getByRole("button", { name: "Start over" }));
  expect(details().getByLabelText("Where they are")).toHaveValue("");
  await waitFor(() => expect(drafts.size).toBe(0));
});

it("keeps nothing once the server has it, and goes on from there", async () => {
  const { user, details, reopen, video } = await open();
  await user.type(details().getByLabelText("Where they are"), " At home ");
  await user.type(details().getByLabelText("Call-back number"), "212 555 0100");
  await user.click(details().getByLabelText("Consent to video confirmed"));
  await waitFor(() => expect(drafts.size).toBe(1));
  await user.click(details().getByRole("button", { name: "Save video details" }));
  await waitFor(() => expect(video()?.place).toBe("At home"));
  await waitFor(() => expect(drafts.size).toBe(0));
  expect(details().getByLabelText("Where they are")).toHaveValue("At home");
  await user.type(details().getByLabelText("Where they are"), ", upstairs");
  await waitFor(() => expect(keptOf("mark-video")).toEqual({ place: "At home, upstairs" }));
  await reopen();
  await waitFor(() => expect(details().getByLabelText("Where they are")).toHaveValue("At home, upstairs"));
  expect(details().getByLabelText("Call-back number")).toHaveValue("212 555 0100");
});

it("keeps what was typed while a mark does not arrive, and while there is no connection", async () => {
  const { user, details } = await open();
  server.use(http.post(`${API}/api/v1/sessions/:id/attendance`, () => problem(500, "unexpected")));
  await user.type(details().getByLabelText("Where they are"), "At home");
  await user.type(details().getByLabelText("Call-back number"), "212 555 0100");
  await user.click(details().getByRole("button", { name: "Save video details" }));
  expect(await screen.findByText(/1 mark is not saved/)).toBeVisible();
  await waitFor(() => expect(keptOf("mark-video")).toMatchObject({ place: "At home", number: "212 555 0100" }));
  act(() => connection.set("down"));
  expect(details().queryByLabelText("Where they are")).toBeNull();
  expect(details().getByText(/can be added once the connection is back/)).toBeVisible();
  act(() => connection.set("up"));
  expect(details().getByLabelText("Where they are")).toHaveValue("At home");
});

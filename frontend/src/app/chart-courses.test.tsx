import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import type { Homework } from "@/api/types";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { aCourse, aMemory, aWholeCourse, emdr } from "@/test/clinic-courses";
import { API } from "@/test/handlers";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
vi.setSystemTime(new Date("2026-11-18T16:00:00Z"));
const RIGHTS = [...ALL_RIGHTS, "course:read", "course:write"];

it("shows where a course stands without its words, and takes a note about it", async () => {
  const chart = new Chart(TODAY);
  const course = aCourse(chart.episodes[0]?.id ?? "");
  chart.courses = [course];
  let sent: unknown;
  let moved: unknown;
  const { user } = openChart(chart, "?tab=therapies", RIGHTS);
  server.use(
    http.get(`${API}/api/v1/modalities`, () => HttpResponse.json({ items: [emdr], next_cursor: null })),
    http.get(`${API}/api/v1/courses/:id`, () => HttpResponse.json(aWholeCourse(course.episode_id))),
    http.patch(`${API}/api/v1/courses/:id`, async ({ request }) => {
      moved = await request.json();
      return HttpResponse.json(aWholeCourse(course.episode_id));
    }),
    http.post(`${API}/api/v1/courses/:id/entries`, async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  expect(await screen.findByText("3 of 8 sessions received")).toBeVisible();
  const scale = screen.getByText("SUDS").closest("li") as HTMLElement;
  expect(within(scale).getByText("7 → 3")).toBeVisible();
  expect(within(scale).getByText("goal 0")).toBeVisible();
  // What the curve draws is said to who does not see it.
  expect(within(scale).getByText("Nov 4, 2026: 7, Nov 9, 2026: 5, Nov 11, 2026: 3")).toBeInTheDocument();
  await waitFor(() => expect(scale.querySelectorAll("svg[aria-hidden] circle")).toHaveLength(3));
  expect(screen.getByText("Phase 1 of 1, Desensitization, on target 1")).toBeVisible();
  expect(screen.getByText("Incomplete: goes on next session")).toBeVisible();
  expect(screen.queryByText("The crossing")).toBeNull();

  await user.click(screen.getByRole("button", { name: /^Open Eye movement/ }));
  const fold = await screen.findByText("Show the words of target 1");
  expect(screen.queryByText("The crossing")).toBeNull();
  await user.click(fold);
  expect(await screen.findByText("The crossing")).toBeVisible();
  expect(screen.getByText("Follows version 1 of the therapy; 2 is the newest.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Follow version 2" }));
  await waitFor(() => expect(moved).toEqual({ protocol_version: 2 }));

  await user.click(screen.getByRole("button", { name: "Note" }));
  const form = await screen.findByRole("dialog", { name: "Note in EMDR" });
  const session = chart.ahead.find((one) => one.booking_status === "booked" && one.session_status !== "cancelled");
  await user.selectOptions(await within(form).findByLabelText("In which session"), session?.session_id ?? "");
  await user.type(within(form).getByLabelText("SUDS"), "11");
  await user.click(within(form).getByRole("button", { name: "Save" }));
  expect(await within(form).findByRole("link", { name: "SUDS: 0 to 10" })).toBeVisible();
  await user.clear(within(form).getByLabelText("SUDS"));
  await user.type(within(form).getByLabelText("SUDS"), "1");
  await user.click(within(form).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(sent).toEqual({
    noted_on: TODAY,
    phase: "desensitization",
    target_id: aMemory.id,
    session_id: session?.session_id,
    values: { sud: 1 },
  });
});

it("takes up the homework of a group with the first word about it", async () => {
  const chart = new Chart(TODAY);
  const episode_id = chart.episodes[0]?.id ?? "";
  const given: Homework = {
    id: null,
    version: null,
    delivery_id: "d1",
    episode_id,
    course_id: null,
    modality_name: "Dialectical behavior therapy",
    text: "Act opposite once a day",
    assigned_on: "2026-11-16",
    due_on: null,
    state: "assigned",
    done: null,
    reported_on: null,
    reviewed_on: null,
    review_note: null,
  };
  chart.homework = [given];
  const sent: unknown[] = [];
  const { user } = openChart(chart, "?tab=therapies", RIGHTS);
  server.use(
    http.post(`${API}/api/v1/homework`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...given, id: "h1", version: 1 }, { status: 201 });
    }),
    http.post(`${API}/api/v1/homework/h1/report`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...given, id: "h1", version: 2, state: "reported", done: "partly" });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "How far: Act opposite once a day" }));
  const form = await screen.findByRole("dialog", { name: "How far did they come?" });
  await user.selectOptions(within(form).getByLabelText("Act opposite once a day"), "Partly done");
  await user.click(within(form).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(sent).toEqual([
    { episode_id, delivery_id: "d1", assigned_on: "2026-11-16" },
    { done: "partly", reported_on: TODAY },
  ]);
});

it("shows therapies over time, with the same in a table", async () => {
  const chart = new Chart(TODAY);
  chart.courses = [aCourse(chart.episodes[0]?.id ?? "")];
  openChart(chart, "?tab=therapies", RIGHTS);
  const table = await screen.findByRole("table", { name: "Therapies over time" });
  await waitFor(() =>
    expect(within(table).getByRole("row", { name: /^Eye movement/ })).toHaveTextContent(
      /Since Nov 2, 2026.*Preparation, Nov 2, 2026.*Desensitization, from Nov 4, 2026, noted 3 times/,
    ),
  );
  const other = within(table).getAllByRole("row").at(1);
  expect(other).toHaveTextContent(/Delivered without a course/);
});

it("who may not read courses sees what was delivered over time", async () => {
  openChart(new Chart(TODAY), "?tab=therapies", ALL_RIGHTS);
  const table = await screen.findByRole("table", { name: "Therapies over time" });
  expect(within(table).getAllByText("Delivered without a course").length).toBeGreaterThan(0);
});

it("says before anything is sent that a therapy for an age waits for the birth date", async () => {
  const chart = new Chart(TODAY);
  chart.person = { ...chart.person, birth_date: null, birth_date_precision: null };
  const tfCbt = { ...emdr, id: "tf", name: "Trauma-focused CBT", short_name: "TF-CBT", min_age: 3, max_age: 18 };
  let sent = 0;
  const { user } = openChart(chart, "?tab=therapies", RIGHTS);
  server.use(
    http.get(`${API}/api/v1/modalities`, () => HttpResponse.json({ items: [emdr, tfCbt], next_cursor: null })),
    http.post(`${API}/api/v1/episodes/:id/courses`, () => {
      sent += 1;
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Start a course" }));
  const form = await screen.findByRole("dialog", { name: "Start a course" });
  await user.selectOptions(await within(form).findByLabelText("Therapy"), "Trauma-focused CBT");
  const words =
    "TF-CBT is for ages 3 to 18, and the birth date is not known. Enter the birth date in the record first.";
  expect(within(form).getByText(words)).toBeVisible();
  await user.click(within(form).getByRole("button", { name: "Start a course" }));
  expect(await within(form).findByRole("link", { name: words })).toBeVisible();
  expect(sent).toBe(0);
  await user.selectOptions(within(form).getByLabelText("Therapy"), emdr.name);
  await user.click(within(form).getByRole("button", { name: "Start a course" }));
  await waitFor(() => expect(sent).toBe(1));
});

it("does not offer urges and acts in a note, and says where they belong", async () => {
  const chart = new Chart(TODAY);
  const course = aCourse(chart.episodes[0]?.id ?? "");
  chart.courses = [course];
  const [sud] = emdr.records;
  if (!sud) throw new Error("the fixture notes something");
  const protocol = { ...emdr, records: [sud, { ...sud, key: "urge-suicide", name: "Urge to suicide" }] };
  const whole = { ...aWholeCourse(course.episode_id), protocol, on_diary_card: ["urge-suicide"] };
  const { user } = openChart(chart, "?tab=therapies", RIGHTS);
  server.use(http.get(`${API}/api/v1/courses/:id`, () => HttpResponse.json(whole)));
  await user.click(await screen.findByRole("button", { name: /^Open Eye movement/ }));
  await user.click(await screen.findByRole("button", { name: "Note" }));
  const form = await screen.findByRole("dialog", { name: "Note in EMDR" });
  expect(within(form).getByLabelText("SUDS")).toBeVisible();
  expect(within(form).queryByLabelText("Urge to suicide")).toBeNull();
  expect(within(form).getByText(/Urges and acts are entered on the diary card/)).toBeVisible();
  expect(within(form).getByRole("link", { name: "Open the diary" })).toHaveAttribute(
    "href",
    expect.stringContaining("tab=diary"),
  );
});

it("says by the rule of the protocol what a target still needs", async () => {
  const chart = new Chart(TODAY);
  const course = aCourse(chart.episodes[0]?.id ?? "");
  chart.courses = [course];
  const yes = { least: null, most: null, note: null, kind: "yes_no", scope: "course" } as const;
  const protocol = {
    ...emdr,
    records: [
      ...emdr.records,
      { ...yes, key: "voc", name: "VOC", kind: "scale" as const, least: 1, most: 7 },
      { ...yes, key: "fits", name: "It fits the situation" },
      { ...yes, key: "body-scan-clear", name: "Body scan is clear" },
    ],
    completion: [
      { record: "sud", least: 0, most: 0, anew_after: [], counts_in: [], widened: { least: 0, most: 1, by: "fits" } },
      { record: "voc", least: 7, most: 7, anew_after: [], counts_in: ["desensitization"], widened: null },
      { record: "body-scan-clear", least: 1, most: 1, anew_after: [], counts_in: [], widened: null },
    ],
  };
  const [target] = course.targets;
  if (!target) throw new Error("the fixture has a target");
  const whole = { ...aWholeCourse(course.episode_id), protocol, targets: [{ ...target, left: ["sud", "voc"] }] };
  const { user } = openChart(chart, "?tab=therapies", RIGHTS);
  server.use(
    http.get(`${API}/api/v1/modalities`, () => HttpResponse.json({ items: [emdr], next_cursor: null })),
    http.get(`${API}/api/v1/courses/:id`, () => HttpResponse.json(whole)),
  );
  await user.click(await screen.findByRole("button", { name: /^Open Eye movement/ }));
  await user.click(await screen.findByRole("button", { name: "Settle target 1" }));
  const asked = await screen.findByRole("dialog", { name: "Settle target 1" });
  const rule = within(asked).getByRole("region", { name: "Worked through when the last values say" });
  expect(
    within(rule)
      .getAllByRole("listitem")
      .map((one) => one.textContent),
  ).toEqual([
    "SUDS: 0, or 0 to 1 while “It fits the situation” is yes · not yet",
    "VOC: 7 · not yet; counts when noted in Desensitization",
    "Body scan is clear: yes · said",
  ]);
  await user.selectOptions(within(asked).getByLabelText("How it stands"), "set_aside");
  expect(within(asked).queryByRole("region")).toBeNull();
});

import { expect, it } from "vitest";

import type { SessionSummary } from "@/api/types";
import { aSession, idOf } from "@/test/clinic";
import { anEpisode } from "@/test/clinic-care";
import { aSeries, sessionOf } from "@/test/handlers-schedule";

import {
  bookable,
  type CreateForm,
  clashes,
  createBody,
  isException,
  meetingGroups,
  moveBody,
  movedFrom,
  moveForm,
  nextFree,
} from "./rules";

const day = "2026-11-18";
const group = aSession({ title: "DBT Skills", date: day, from: "09:30", to: "11:00" });
const late = aSession({ title: "Evening DBT", date: day, from: "23:00", to: "00:30", room_name: "Maple" });
const wanted = {
  local_date: day,
  local_start: "10:30",
  minutes: "60",
  room: idOf("room Cedar"),
  staff: [idOf("staff dana")],
};

it("finds room and staff that are taken, and nothing where one session ends as the next begins", () => {
  expect(clashes([group], wanted).map(({ what }) => what)).toEqual(["room", "staff"]);
  expect(clashes([group], { ...wanted, local_start: "11:00" })).toEqual([]);
  expect(clashes([group], { ...wanted, besides: group.id })).toEqual([]);
  expect(clashes([{ ...group, status: "cancelled" }], wanted)).toEqual([]);
  expect(clashes([late], { ...wanted, local_start: "23:30", minutes: "15" })).toHaveLength(1);
});

it("suggests the next quarter hour at which everything is free, or nothing on a day that is full", () => {
  expect(nextFree([group], wanted)).toBe("11:00");
  expect(nextFree([group], { ...wanted, local_start: "10:50" })).toBe("11:00");
  expect(nextFree([late], { ...wanted, local_start: "22:30" })).toBeNull();
});

it("sends room and staff only where they change, and keeps who helps", () => {
  const session = sessionOf(group, {
    staff: [
      { staff_id: "lead", role: "lead", supervisor_id: null },
      { staff_id: "helper", role: "co_facilitator", supervisor_id: null },
    ],
  });
  const form = moveForm(session);
  expect(form).toMatchObject({ local_start: "09:30", minutes: "90" });
  expect(Object.keys(moveBody(form, session))).toEqual(["local_date", "local_start", "minutes"]);
  expect(moveBody({ ...form, room_id: "" }, session)).toMatchObject({ room_id: null });
  expect(moveBody({ ...form, staff_id: "other" }, session).staff).toEqual([
    { staff_id: "other", role: "lead" },
    { staff_id: "helper", role: "co_facilitator", supervisor_id: null },
  ]);
  expect(moveBody({ ...form, staff_id: "helper" }, session).staff).toEqual([{ staff_id: "helper", role: "lead" }]);
});

it("says meetings at one time together", () => {
  const meeting = (weekday: "monday" | "wednesday" | "friday", local_start: string) =>
    ({ weekday, local_start, minutes: 60 }) as const;
  const meetings = [meeting("monday", "11:15"), meeting("wednesday", "11:15"), meeting("friday", "09:00")];
  expect(meetingGroups({ meetings })).toEqual([
    { weekdays: ["monday", "wednesday"], start: "11:15", end: "12:15" },
    { weekdays: ["friday"], start: "09:00", end: "10:00" },
  ]);
});

it("knows an occurrence that is not as its series has it", () => {
  const series = aSeries();
  const occurrence = (change: object) => ({ ...sessionOf(group), ...change }) as SessionSummary;
  expect(isException(occurrence({}), series)).toBe(false);
  expect(isException(occurrence({ status: "cancelled" }), series)).toBe(true);
  expect(isException(occurrence({ room_id: idOf("room Maple") }), series)).toBe(true);
  expect(isException(occurrence({ local_start: "10:00:00" }), series)).toBe(true);
  expect(isException(occurrence({ local_date: "2026-11-21" }), series)).toBe(true);
});

it("tells where a session was moved from, and nothing of one that stayed", () => {
  const stayed = { original_local_date: day, original_local_start: "09:30:00" };
  expect(movedFrom(sessionOf(group, stayed))).toBeNull();
  expect(movedFrom(sessionOf(group))).toBeNull();
  expect(movedFrom(sessionOf(group, { ...stayed, original_local_start: "08:00:00" }))).toEqual({
    date: day,
    time: "08:00",
  });
});

it("books treatment for who is in the program, and an intake before that", () => {
  const episodes = [anEpisode({ status: "referred" }), anEpisode({ status: "ended" })];
  expect(bookable(episodes, "individual")).toEqual([]);
  expect(bookable(episodes, "intake")).toHaveLength(1);
});

it("sends the kind in nobody's language where no title was written", () => {
  const form: CreateForm = {
    ...{ service_kind: "medication_management", title: " ", program_id: "p", cohort_id: "", staff_id: "s" },
    ...{ location_id: "l", room: "", telehealth_url: "", local_date: day, local_start: "10:00", minutes: "30" },
    ...{ people: [], family: [] },
  };
  expect(createBody(form).title).toBe("Medication Management");
  expect(createBody({ ...form, title: " Talk " }).title).toBe("Talk");
});

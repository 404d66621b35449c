import type { TFunction } from "i18next";
import { expect, it } from "vitest";

import type { ServiceKind } from "@/api/types";
import { aSession } from "@/test/clinic";

import { daysOf, headingOf, named, weekHours } from "./rules";

const wednesday = aSession({ title: "DBT Skills", date: "2026-11-18", from: "09:30", to: "11:00" });
const saturday = aSession({ title: "Weekend", date: "2026-11-21", from: "10:00", to: "12:30" });

it("leaves out a weekend on which nothing takes place", () => {
  expect(daysOf("2026-11-16", [wednesday]).map((day) => day.date)).toEqual([
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
  ]);
  expect(daysOf("2026-11-16", [wednesday, saturday]).at(-1)).toEqual({ date: "2026-11-21", sessions: [saturday] });
});

it("shows whole hours around all sessions", () => {
  expect(weekHours([wednesday, saturday])).toEqual({ from: 9, to: 13 });
});

it("gives names to the sessions they belong to, and leaves the others as they are", () => {
  const alone = aSession({ title: "EMDR", date: "2026-11-18", from: "13:00", to: "14:00", service_kind: "individual" });
  const [group, one] = named([wednesday, alone], [{ session_id: alone.id, names: ["Hector R."] }]);
  expect(group).toBe(wednesday);
  expect(one).toEqual({ ...alone, whose: "Hector R." });
});

it("puts the kind beside a name where it says who is met, and no therapy", () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const card = { title: "EMDR", date: "2026-11-18", from: "13:00", to: "14:00" };
  const of = (service_kind: ServiceKind, whose?: string) =>
    headingOf({ ...aSession({ ...card, service_kind }), ...(whose ? { whose } : {}) }, t);
  expect(of("individual", "Hector R.")).toBe("Hector R.");
  expect(of("medication_management", "Hector R.")).toBe("Hector R. · kind.medication_management");
  expect(of("individual")).toBe("EMDR");
});

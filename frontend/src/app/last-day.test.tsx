import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { LastDay, LastDayPerson } from "@/api/types";
import { chooseLanguage } from "@/lib/i18n";
import { Clinic, idOf } from "@/test/clinic";
import { PERSON } from "@/test/clinic-person";
import { API } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T07:00:00-07:00`) }));
afterEach(() => vi.useRealTimers());

const skills = {
  session_id: idOf("skills"),
  title: "DBT Skills",
  service_kind: "skills",
  local_start: "09:30",
} as const;
const missed = (chosen_name: string, outcome: "absent" | "late", to_reach: boolean | null, id = idOf(chosen_name)) =>
  ({
    participant: { id, chosen_name, full_name: `${chosen_name} Ames`, family_name: "Ames" },
    marks: [{ ...skills, outcome }],
    to_reach,
  }) satisfies LastDayPerson;

function open(last: LastDay) {
  const clinic = new Clinic(TODAY);
  if (clinic.signedIn) {
    clinic.signedIn = { ...clinic.signedIn, permissions: ["attendance:read", "contact_attempt:write"] };
  }
  openApp(clinic, "/today");
  server.use(http.get(`${API}/api/v1/today/last-day`, () => HttpResponse.json(last)));
}

it("says who was missed, whom nobody tried to reach since, and what is open", async () => {
  const people = [
    missed("Sunny", "absent", true, PERSON),
    missed("Avery", "late", false),
    missed("Kai", "absent", null),
  ];
  open({ date: "2026-11-17", people, open: [{ ...skills, title: "Process Group" }] });
  const last = await screen.findByRole("region", { name: "Last clinic day, Nov 17, 2026" });
  expect(within(last).getByRole("link", { name: "Sunny Ames" })).toHaveAttribute("href", `/participants/${PERSON}`);
  expect(within(last).getAllByText(/^Absent: DBT Skills, 9:30/)).toHaveLength(2);
  expect(within(last).getAllByText("No try to reach them is noted")).toHaveLength(1);
  expect(within(last).getByRole("link", { name: "Note a try to reach Sunny Ames" })).toHaveAttribute(
    "href",
    `/participants/${PERSON}?tab=contacts&add=try`,
  );
  expect(within(last).queryByRole("link", { name: "Kai Ames" })).toBeNull();
  expect(within(last).getByRole("link", { name: /Process Group/ })).toHaveAttribute(
    "href",
    `/today?date=2026-11-17&session=${skills.session_id}`,
  );
});

it("says that nobody was missed", async () => {
  open({ date: "2026-11-17", people: [], open: [] });
  expect(await screen.findByText("Nobody is marked as missed, and nothing is left open.")).toBeVisible();
});

it("calls a session whose title is not for the reader by its kind, in their language", async () => {
  await chooseLanguage("es");
  try {
    const hidden = { ...skills, title: "Skills" };
    const person = { ...missed("Sunny", "absent", null), marks: [{ ...hidden, outcome: "absent" as const }] };
    open({ date: "2026-11-17", people: [person], open: [hidden] });
    const last = await screen.findByRole("region", { name: /^Último día/ });
    expect(await within(last).findByText(/: Habilidades, 9:30/)).toBeVisible();
    expect(within(last).getByRole("link", { name: /Habilidades/ })).toBeVisible();
    expect(last).not.toHaveTextContent("Skills");
  } finally {
    await chooseLanguage("en");
  }
});

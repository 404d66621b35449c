import type { Slot, SlotSearch } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

import { brief, type CreateForm, episodeOf, type Mistake, VIDEO, whenMistakes } from "./rules";

/** How far is looked, from the day of the form on. */
const DAYS_SEARCHED = 14;
export const EARLIEST = "08:00";
export const LATEST = "18:00";
const MOST_FOUND = 50;
const MOST_SHOWN = 8;

/** What a search needs of the form. The day and the start are what it is to find; nobody chosen means whoever may lead. */
export function searchMistakes(form: CreateForm): Mistake[] {
  const booked = form.people.length > 0;
  return [
    ...(booked && form.program_id === "" ? [{ field: "program_id", code: "programMissing" as const }] : []),
    ...(booked && form.program_id !== "" && form.people.some((one) => !episodeOf(one, form))
      ? [{ field: "people", code: "noEpisode" as const }]
      : []),
    ...(form.location_id === "" ? [{ field: "location_id", code: "locationMissing" as const }] : []),
    ...whenMistakes({ ...form, local_date: "2000-01-01", local_start: "00:00" }),
  ];
}

/** The two weeks from the chosen day on, but no day that is past. */
function searchedFrom(form: Pick<CreateForm, "local_date">, today: LocalDate): LocalDate {
  return form.local_date > today ? form.local_date : today;
}

/** What is asked. `seats` are those of the cohort whose members come too. */
export function slotSearch(form: CreateForm, today: LocalDate, seats: number | null): SlotSearch {
  const from = searchedFrom(form, today);
  return {
    location_id: form.location_id,
    service_kind: form.service_kind,
    minutes: Number(form.minutes),
    from_date: from,
    to_date: addDays(from, DAYS_SEARCHED - 1),
    earliest: EARLIEST,
    latest: LATEST,
    staff_ids: form.staff_id === "" ? [] : [form.staff_id],
    episode_ids: form.people.flatMap((one) => episodeOf(one, form)?.id ?? []),
    contact_ids: relativesOf(form).map((one) => one.id),
    telehealth: form.room === VIDEO,
    seats,
    limit: MOST_FOUND,
  };
}

/** Who comes along: to family sessions only, and with somebody who still is in the form. */
export function relativesOf({ service_kind, people, family }: Pick<CreateForm, "service_kind" | "people" | "family">) {
  return service_kind === "family" ? family.filter((one) => people.some(({ person }) => person.id === one.person)) : [];
}

/** Whether two searches ask the same, but for the day on which they begin: a time that was taken over moves that day. */
export function asksTheSame(one: SlotSearch, other: SlotSearch): boolean {
  const alike = ({ from_date: _, to_date: __, ...rest }: SlotSearch) => JSON.stringify(rest);
  return alike(one) === alike(other);
}

/** The best of what was found, without starts a few minutes beside a better one with the same staff. */
export function apart(slots: readonly Slot[]): Slot[] {
  const kept: Slot[] = [];
  for (const slot of slots) {
    const beside = kept.some(
      (one) =>
        one.staff_ids.join() === slot.staff_ids.join() &&
        Date.parse(one.starts_at) < Date.parse(slot.ends_at) &&
        Date.parse(slot.starts_at) < Date.parse(one.ends_at),
    );
    if (!beside && kept.length < MOST_SHOWN) kept.push(slot);
  }
  return kept;
}

/** What a chosen time says of the fields of the form. */
export function slotChange(slot: Slot, form: Pick<CreateForm, "room" | "staff_id">): Partial<CreateForm> {
  return {
    local_date: slot.local_date,
    local_start: brief(slot.local_start),
    room: form.room === VIDEO ? VIDEO : (slot.room_id ?? ""),
    staff_id: slot.staff_ids[0] ?? form.staff_id,
  };
}

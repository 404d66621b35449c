import { askAhead } from "@/api/ahead";
import type { Episode, Participant, SignedIn, Today } from "@/api/types";
import { chosenEpisode, isRunning } from "@/features/chart/chosen";
import { likelySession } from "@/features/day/rules";
import { mondayOf, wallClock } from "@/lib/time";

import { parseChartAddress, parseTodayAddress, parseWeekAddress } from "./addresses";
import { pageAt } from "./route-files";

type Place = Pick<Location, "pathname" | "search">;

/** Asks for one answer, and gives it if there is one: who shows it hears what was refused. */
type Ask = <Answer>(path: string) => Promise<Answer | null>;

/**
 * Asks for what the page at an address begins with, in the order in which it depends on one another, while the code of
 * that page is still on its way. Who would show it then takes the answer. A wrong guess costs one needless question.
 */
export async function askForPage(api: string, place: Place, now: Date): Promise<void> {
  const asked = pageAt(place.pathname);
  if (!asked || asked.page === "/sign-in" || asked.page === "/enrol") return;
  const ask: Ask = async (path) => {
    try {
      const answer = await askAhead(new URL(path, api || window.location.origin).href);
      return answer.ok ? await answer.clone().json() : null;
    } catch {
      return null;
    }
  };
  const me = await ask<SignedIn>("/api/v1/auth/me");
  if (!me || !asked.inside) return;
  const today = wallClock(now, me.organization.time_zone).date;
  // Each page asks whether a group sits before the screen.
  const day = me.permissions.includes("schedule:read") ? ask<Today>(dayPath(today)) : Promise.resolve(null);
  await ofPage(asked.page, place, { ask, me, today, day, now });
}

type Known = { ask: Ask; me: SignedIn; today: string; day: Promise<Today | null>; now: Date };

const dayPath = (date: string) => `/api/v1/today?date=${date}`;

async function ofPage(page: string, place: Place, { ask, me, today, day, now }: Known): Promise<void> {
  const may = (right: string) => me.permissions.includes(right);
  const search = Object.fromEntries(new URLSearchParams(place.search));
  if (page === "/today") {
    const { date = today, session } = parseTodayAddress(search);
    if (may("alert:read")) void ask("/api/v1/alerts?limit=200");
    const shown = date === today ? await day : await ask<Today>(dayPath(date));
    const roster = session ?? likelySession(shown?.sessions ?? [], now)?.id;
    if (roster) void ask(`/api/v1/sessions/${roster}/roster`);
  } else if (page === "/schedule") {
    const { from = today, location, cohort } = parseWeekAddress(search);
    const filter = `${location ? `&location_id=${location}` : ""}${cohort ? `&cohort_id=${cohort}` : ""}`;
    void ask(`/api/v1/week?starts_on=${mondayOf(from)}${filter}`);
    for (const list of ["locations", "rooms", "cohorts"]) void ask(`/api/v1/${list}?limit=200`);
  } else if (page === "/participants") {
    void ask("/api/v1/participants?limit=100");
  } else if (page === "/participants/$participantId") {
    const { tab, episode } = parseChartAddress(search);
    const id = place.pathname.split("/")[2] as string;
    // A plan is shown as it is printed, by itself.
    const whole = tab !== "plan";
    if (whole) void ask("/api/v1/programs?limit=200");
    const person = ask<Participant>(`/api/v1/participants/${id}`);
    if (!may("episode:read")) return;
    // Not one after the other: of a record that is not theirs to see there are no episodes either.
    const found = await ask<{ items: Episode[] }>(`/api/v1/episodes?participant_id=${id}&limit=200`);
    if (!(await person)) return;
    const chosen = chosenEpisode(found?.items ?? [], episode);
    if (chosen && whole) for (const path of factsOf(id, chosen, may)) void ask(path);
  }
}

/** What the top of a chart says, which is shown all at once. */
function factsOf(id: string, episode: Episode, may: (right: string) => boolean): string[] {
  const ofPerson = `/api/v1/participants/${id}`;
  const ofEpisode = `/api/v1/episodes/${episode.id}`;
  const until = episode.ended_on ? `&until=${episode.ended_on}` : "";
  const runs = isRunning(episode);
  const admitted = episode.admitted_on !== null;
  const facts: [asked: boolean, path: string][] = [
    [true, `${ofEpisode}/leaves?limit=200`],
    [runs, `${ofEpisode}/progress`],
    [runs && may("ledger:read"), `${ofEpisode}/ledger`],
    [may("membership:read"), `/api/v1/cohort-memberships?episode_id=${episode.id}&limit=200`],
    [may("membership:read"), "/api/v1/cohorts?limit=200"],
    [admitted && may("measure:read"), `${ofPerson}/measures`],
    [admitted && may("course:read"), `${ofPerson}/courses`],
    [admitted && may("ledger:read"), `${ofPerson}/ledger?weeks=12${until}`],
    [episode.primary_clinician_id !== null, `/api/v1/staff/${episode.primary_clinician_id}`],
  ];
  return facts.filter(([asked]) => asked).map(([, path]) => path);
}

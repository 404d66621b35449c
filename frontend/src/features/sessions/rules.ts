import type {
  Episode,
  ParticipantSummary,
  Series,
  ServiceKind,
  Session,
  SessionCancelReason,
  SessionCard,
  SessionCreate,
  SessionMove,
  SessionSummary,
  StaffPlace,
  Weekday,
} from "@/api/types";
import { titleOfKind } from "@/lib/kind-title";
import { type LocalDate, type LocalTime, minutesOfDay, timeOfMinutes } from "@/lib/time";

/** What is scheduled one at a time, with the length it usually has. */
export const usualMinutes = {
  individual: 50,
  family: 60,
  group: 90,
  skills: 90,
  psychoeducation: 60,
  psychiatric_evaluation: 60,
  medication_management: 20,
  recreation: 60,
  orientation: 60,
  intake: 60,
  screening: 30,
} as const satisfies Record<ServiceKind, number>;

export const kinds = Object.keys(usualMinutes) as ServiceKind[];

/** Why somebody cancels a session. The other reasons are written by what causes them. */
export const cancelReasons = [
  "staff_absent",
  "room_unavailable",
  "low_attendance",
  "scheduling",
  "entered_in_error",
  "other",
] as const satisfies readonly SessionCancelReason[];
export type CancelReason = (typeof cancelReasons)[number];

/** Kinds that come before an admission: the others need an active episode. */
const beforeAdmission = new Set<ServiceKind>(["intake", "screening", "orientation"]);

/** The episodes of one person that a session of this kind may be booked for. */
export function bookable(episodes: readonly Episode[], kind: ServiceKind): Episode[] {
  return episodes.filter(({ status }) =>
    beforeAdmission.has(kind) ? status !== "ended" : status === "active" || status === "on_leave",
  );
}

/** `room` is an id, empty for none, or `video`. */
export const VIDEO = "video";

export type Chosen = { person: ParticipantSummary; episodes: Episode[] };

export type CreateForm = {
  service_kind: ServiceKind;
  /** Empty while the kind of service is title enough. */
  title: string;
  program_id: string;
  cohort_id: string;
  staff_id: string;
  location_id: string;
  room: string;
  telehealth_url: string;
  local_date: string;
  local_start: string;
  minutes: string;
  people: Chosen[];
  /** Who of those near them comes to a family session; nobody: whoever can. */
  family: Relative[];
};

/** Somebody near a participant who is chosen. */
export type Relative = { id: string; person: string };

/** What a session shall be that somebody is owed. */
export type Owed = Pick<
  CreateForm,
  "service_kind" | "program_id" | "staff_id" | "location_id" | "minutes" | "people" | "local_date"
>;

export type Mistake = { field: string; code: MistakeCode };
type MistakeCode =
  | "programMissing"
  | "staffMissing"
  | "locationMissing"
  | "dateMissing"
  | "startMissing"
  | "minutesWrong"
  | "linkWrong"
  | "noEpisode"
  | "reasonMissing";

type WhenForm = Pick<CreateForm, "local_date" | "local_start" | "minutes">;

export function whenMistakes(form: WhenForm): Mistake[] {
  const minutes = Number(form.minutes);
  return [
    ...(form.local_date === "" ? [{ field: "local_date", code: "dateMissing" as const }] : []),
    ...(form.local_start === "" ? [{ field: "local_start", code: "startMissing" as const }] : []),
    ...(Number.isInteger(minutes) && minutes >= 5 && minutes <= 480
      ? []
      : [{ field: "minutes", code: "minutesWrong" as const }]),
  ];
}

/** The one episode by which a person is booked; undefined where they are not in the program. */
export function episodeOf(chosen: Chosen, form: Pick<CreateForm, "service_kind" | "program_id">): Episode | undefined {
  return bookable(chosen.episodes, form.service_kind).find((episode) => episode.program_id === form.program_id);
}

export function createMistakes(form: CreateForm): Mistake[] {
  return [
    ...(form.program_id === "" ? [{ field: "program_id", code: "programMissing" as const }] : []),
    ...(form.people.some((one) => !episodeOf(one, form)) && form.program_id !== ""
      ? [{ field: "people", code: "noEpisode" as const }]
      : []),
    ...(form.staff_id === "" ? [{ field: "staff", code: "staffMissing" as const }] : []),
    ...(form.location_id === "" ? [{ field: "location_id", code: "locationMissing" as const }] : []),
    ...whenMistakes(form),
    ...(form.room === VIDEO && form.telehealth_url !== "" && !/^https:\/\/\S{4,}$/.test(form.telehealth_url)
      ? [{ field: "telehealth_url", code: "linkWrong" as const }]
      : []),
  ];
}

/** What is sent. A title that was left empty is the kind of service, in no reader's language. */
export function createBody(form: CreateForm): SessionCreate {
  const video = form.room === VIDEO;
  return {
    title: form.title.trim() || titleOfKind(form.service_kind),
    service_kind: form.service_kind,
    program_id: form.program_id,
    location_id: form.location_id,
    room_id: video || form.room === "" ? null : form.room,
    telehealth: video,
    telehealth_url: video && form.telehealth_url !== "" ? form.telehealth_url : null,
    local_date: form.local_date,
    local_start: form.local_start,
    minutes: Number(form.minutes),
    cohort_ids: form.cohort_id === "" ? [] : [form.cohort_id],
    staff: [{ staff_id: form.staff_id, role: "lead" }],
    bookings: form.people.flatMap((one) => {
      const episode = episodeOf(one, form);
      return episode ? [{ episode_id: episode.id }] : [];
    }),
  };
}

export type MoveForm = WhenForm & { room_id: string; staff_id: string };

/** Times of the API have seconds; fields and formats have none. */
export const brief = (time: string): LocalTime => time.slice(0, 5);

export function leadOf(staff: readonly { staff_id: string; role: string }[]): string {
  return staff.find((one) => one.role === "lead")?.staff_id ?? "";
}

export function moveForm(session: Session): MoveForm {
  const from = minutesOfDay(brief(session.local_start));
  const to = minutesOfDay(brief(session.local_end));
  return {
    local_date: session.local_date,
    local_start: brief(session.local_start),
    minutes: String(to > from ? to - from : to + 24 * 60 - from),
    room_id: session.room_id ?? "",
    staff_id: leadOf(session.staff),
  };
}

/** Somebody else leads; who helps stays, unless they lead now. */
function staffLedBy(staff: readonly StaffPlace[], leadId: string): StaffPlace[] {
  const others = staff.filter((one) => one.role !== "lead" && one.staff_id !== leadId);
  return [{ staff_id: leadId, role: "lead" }, ...others];
}

/** What is sent: room and staff only where they change. */
export function moveBody(form: MoveForm, session: Session): SessionMove {
  return {
    local_date: form.local_date,
    local_start: form.local_start,
    minutes: Number(form.minutes),
    ...(form.room_id !== (session.room_id ?? "") ? { room_id: form.room_id || null } : {}),
    ...(form.staff_id !== leadOf(session.staff) && form.staff_id !== ""
      ? { staff: staffLedBy(session.staff as StaffPlace[], form.staff_id) }
      : {}),
  };
}

/** The move that leads back to how a session stands. */
export function moveBack(session: Session): SessionMove {
  const { local_date, local_start, minutes } = moveForm(session);
  const staff = session.staff as StaffPlace[];
  return {
    local_date,
    local_start,
    minutes: Number(minutes),
    room_id: session.room_id,
    ...(staff.length > 0 ? { staff } : {}),
  };
}

type Wanted = WhenForm & { room: string; staff: readonly string[]; besides?: string };
export type Clash = { what: "room" | "staff"; id: string; card: SessionCard };

/** What of the wanted is taken by a session of the week. The server, which sees more, has the last word. */
export function clashes(cards: readonly SessionCard[], wanted: Wanted): Clash[] {
  if (whenMistakes(wanted).length > 0) return [];
  const from = minutesOfDay(wanted.local_start);
  const to = from + Number(wanted.minutes);
  return cards
    .filter(
      (card) => card.id !== wanted.besides && card.status !== "cancelled" && card.local_date === wanted.local_date,
    )
    .filter((card) => {
      const start = minutesOfDay(card.local_start);
      const end = minutesOfDay(card.local_end);
      return start < to && (end > start ? end : end + 24 * 60) > from;
    })
    .flatMap((card): Clash[] => [
      ...(card.room_id !== null && card.room_id === wanted.room
        ? [{ what: "room" as const, id: card.room_id, card }]
        : []),
      ...card.staff
        .filter(({ staff_id }) => wanted.staff.includes(staff_id))
        .map(({ staff_id }) => ({ what: "staff" as const, id: staff_id, card })),
    ]);
}

const STEP = 15;

/** The first start of the same day, not before the wanted one, at which room and staff are free; to be taken at once. */
export function nextFree(cards: readonly SessionCard[], wanted: Wanted): LocalTime | null {
  if (whenMistakes(wanted).length > 0) return null;
  const last = 24 * 60 - Number(wanted.minutes);
  const first = Math.ceil(minutesOfDay(wanted.local_start) / STEP) * STEP;
  for (let start = first; start <= last; start += STEP) {
    const local_start = timeOfMinutes(start);
    if (clashes(cards, { ...wanted, local_start }).length === 0) return local_start;
  }
  return null;
}

const isoWeekday: Weekday[] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Meetings of a series at the same time and of the same length: "Mon, Wed, Fri at 11:15". */
export function meetingGroups(series: Pick<Series, "meetings">) {
  const groups = new Map<string, { weekdays: Weekday[]; start: LocalTime; end: LocalTime }>();
  for (const { weekday, local_start, minutes } of series.meetings) {
    const start = brief(local_start);
    const end = timeOfMinutes(minutesOfDay(start) + minutes);
    const group = groups.get(start + end) ?? { weekdays: [], start, end };
    group.weekdays.push(weekday);
    groups.set(start + end, group);
  }
  // The server keeps no order of them.
  const order = (day: Weekday) => (isoWeekday.indexOf(day) + 6) % 7;
  return [...groups.values()].map((group) => ({
    ...group,
    weekdays: [...group.weekdays].sort((one, other) => order(one) - order(other)),
  }));
}

/** Whether an occurrence is not as the series has it: cancelled, at another time or in another room. */
export function isException(occurrence: SessionSummary, series: Series): boolean {
  if (occurrence.status === "cancelled" || occurrence.room_id !== series.room_id) return true;
  const weekday = isoWeekday[new Date(`${occurrence.local_date}T00:00:00Z`).getUTCDay()];
  return !series.meetings.some(
    (meeting) =>
      meeting.weekday === weekday &&
      brief(meeting.local_start) === brief(occurrence.local_start) &&
      timeOfMinutes(minutesOfDay(brief(meeting.local_start)) + meeting.minutes) === brief(occurrence.local_end),
  );
}

export type Warning = "noLead" | "noRoom" | "noLink" | "notClosed" | "nobody" | "overfull" | "shortened";

/** What somebody should look at before the session is held. */
export function warningsOf(session: Session, card: SessionCard, now: Date): Warning[] {
  if (session.status !== "scheduled") return [];
  const ahead = now < new Date(session.starts_at);
  const over = now >= new Date(session.ends_at);
  return [
    ...(card.staff.some(({ role }) => role === "lead") ? [] : ["noLead" as const]),
    ...(!session.telehealth && session.room_id === null ? ["noRoom" as const] : []),
    ...(session.telehealth && session.telehealth_url === null ? ["noLink" as const] : []),
    ...(ahead && session.booked === 0 ? ["nobody" as const] : []),
    ...(session.capacity !== null && session.booked > session.capacity ? ["overfull" as const] : []),
    ...(session.closure_id !== null ? ["shortened" as const] : []),
    ...(over && session.booked > 0 ? ["notClosed" as const] : []),
  ];
}

/** Where an occurrence was before somebody moved it. */
export function movedFrom(session: Session): { date: LocalDate; time: LocalTime } | null {
  const { original_local_date: date, original_local_start: time } = session;
  if (date === null || time === null) return null;
  return date === session.local_date && brief(time) === brief(session.local_start) ? null : { date, time: brief(time) };
}

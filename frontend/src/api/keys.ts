/** Query keys that more than one feature has to name, to make another one's answer stale. */
export const keys = {
  me: ["me"] as const,
  days: ["today"] as const,
  lastDays: ["last-day"] as const,
  day: (date: string) => ["today", date] as const,
  roster: (sessionId: string) => ["roster", sessionId] as const,
  wall: (sessionId: string) => ["wall", sessionId] as const,
  weeks: ["week"] as const,
  builds: ["builds"] as const,
  participants: ["participants"] as const,
  /** Everything of one person's chart lies under it. */
  chart: (participantId: string) => ["chart", participantId] as const,
  tasks: ["tasks"] as const,
  huddle: ["huddle"] as const,
  handoffs: ["handoffs"] as const,
  alerts: ["alerts"] as const,
  measures: ["measures"] as const,
  delivery: (sessionId: string) => ["delivery", sessionId] as const,
  instruments: ["instruments"] as const,
  modalities: ["modalities"] as const,
  staffNames: ["staff-names"] as const,
  curricula: ["curricula"] as const,
};

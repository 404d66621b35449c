/** What the signed-in person may see and do here, by the permissions of the session. */
export function rightsOf(permissions: readonly string[]) {
  const has = (permission: string) => permissions.includes(permission);
  return {
    plans: has("cohort:write"),
    seesMembers: has("membership:read"),
    changesMembers: has("membership:write"),
    admitsLate: has("membership:admit_late"),
    seesWaitlist: has("waitlist:read"),
    changesWaitlist: has("waitlist:write"),
    seesMeasures: has("measure:read"),
    givesMeasures: has("measure:give"),
    seesOutcomes: has("outcome:read"),
    seesSessions: has("schedule:read"),
  };
}

export type Rights = ReturnType<typeof rightsOf>;

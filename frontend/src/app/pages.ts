/** Pages that only some may use. Who may do none of these things there does not see the page in the navigation. */
const needed: Record<string, readonly string[]> = {
  "/huddle": ["huddle:read"],
  "/participants/new": ["participant:create"],
  "/participants/duplicates": ["participant:merge"],
  "/downtime": ["downtime_roster:read"],
  "/schedule/plan": ["schedule_build:write"],
  "/cohorts": ["cohort:read"],
  "/programs": ["program:read"],
  "/therapies": ["modality:write"],
  "/outcomes": ["outcome:read"],
  "/fidelity": ["fidelity:read"],
  "/clinic": [
    "location:write",
    "room:write",
    "staff:manage",
    "staff:invite",
    "credential:manage",
    "service_grant:manage",
    "account:read",
    "on_call:write",
  ],
  "/audit": ["audit:account", "break_glass:read"],
};

export function mayOpen(page: string, permissions: readonly string[]): boolean {
  return needed[page]?.some((permission) => permissions.includes(permission)) ?? true;
}

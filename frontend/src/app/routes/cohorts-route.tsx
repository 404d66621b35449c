import { getRouteApi } from "@tanstack/react-router";

import { cohortStatuses } from "@/app/addresses";
import { CohortsPage } from "@/features/cohorts/cohorts-page";
import { en, es } from "@/features/cohorts/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("cohorts", { en, es });

const route = getRouteApi("/inside/cohorts");

export function CohortsRoute() {
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  return (
    <CohortsPage
      filter={route.useSearch()}
      statuses={cohortStatuses}
      today={wallClock(useNow(), session.organization.time_zone).date}
      seesOutcomes={session.permissions.includes("outcome:read")}
      mayPlan={session.permissions.includes("cohort:write")}
      onCreated={(cohortId) => void navigate({ to: "/cohorts/$cohortId", params: { cohortId } })}
      onFilter={(search) => void navigate({ search, replace: true })}
    />
  );
}

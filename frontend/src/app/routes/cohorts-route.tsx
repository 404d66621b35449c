import { getRouteApi } from "@tanstack/react-router";

import { cohortStatuses } from "@/app/addresses";
import { CohortsPage } from "@/features/cohorts/cohorts-page";
import { en, es } from "@/features/cohorts/texts";
import { addTexts } from "@/lib/i18n";

addTexts("cohorts", { en, es });

const route = getRouteApi("/inside/cohorts");

export function CohortsRoute() {
  const navigate = route.useNavigate();
  return (
    <CohortsPage
      filter={route.useSearch()}
      statuses={cohortStatuses}
      onFilter={(search) => void navigate({ search, replace: true })}
    />
  );
}

import { getRouteApi } from "@tanstack/react-router";

import { DowntimePage } from "@/features/downtime/downtime-page";
import { en, es } from "@/features/downtime/texts";
import { addTexts } from "@/lib/i18n";

addTexts("downtime", { en, es });

const route = getRouteApi("/inside/downtime");

export function DowntimeRoute() {
  const { session, config } = route.useRouteContext();
  return <DowntimePage api={config.apiBaseUrl} timeZone={session.organization.time_zone} />;
}

import { getRouteApi } from "@tanstack/react-router";

import { OutcomesPage } from "@/features/outcomes/outcomes-page";
import { en, es } from "@/features/outcomes/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

import { parseOutcomesAddress } from "../addresses";

addTexts("outcomes", { en, es });

const route = getRouteApi("/inside/outcomes");

export function OutcomesRoute() {
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  return (
    <OutcomesPage
      filter={route.useSearch()}
      today={wallClock(useNow(), session.organization.time_zone).date}
      onFilter={(next) => void navigate({ search: parseOutcomesAddress(next), replace: true })}
    />
  );
}

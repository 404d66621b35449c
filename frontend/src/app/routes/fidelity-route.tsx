import { getRouteApi } from "@tanstack/react-router";

import { FidelityPage } from "@/features/fidelity/fidelity-page";
import { en, es } from "@/features/fidelity/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

import { parseFidelityAddress } from "../addresses";

addTexts("fidelity", { en, es });

const route = getRouteApi("/inside/fidelity");

export function FidelityRoute() {
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  return (
    <FidelityPage
      filter={route.useSearch()}
      today={wallClock(useNow(), session.organization.time_zone).date}
      onFilter={(next) => void navigate({ search: parseFidelityAddress(next), replace: true })}
    />
  );
}

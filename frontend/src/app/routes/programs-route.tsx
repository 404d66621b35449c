import { getRouteApi } from "@tanstack/react-router";

import { ProgramsPage } from "@/features/programs/programs-page";
import { en, es } from "@/features/programs/texts";
import { addTexts } from "@/lib/i18n";

addTexts("programs", { en, es });

const route = getRouteApi("/inside/programs");

export function ProgramsRoute() {
  const { session } = route.useRouteContext();
  const may = (permission: string) => session.permissions.includes(permission);
  return (
    <ProgramsPage
      mayWrite={may("program:write")}
      seesOutcomes={may("outcome:read")}
      seesFidelity={may("fidelity:read")}
    />
  );
}

import { getRouteApi } from "@tanstack/react-router";

import { NewProgramPage } from "@/features/programs/new-program-page";
import { en, es } from "@/features/programs/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("programs", { en, es });

const route = getRouteApi("/inside/programs/new");

export function NewProgramRoute() {
  const { freely } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  return (
    <NewProgramPage
      today={wallClock(useNow(), session.organization.time_zone).date}
      mayWrite={session.permissions.includes("program:write")}
      freely={freely === true}
      onFreely={(next) => void navigate({ search: next ? { freely: true } : {} })}
      onCreated={(programId) => void navigate({ to: "/programs/$programId", params: { programId } })}
      onCancel={() => void navigate({ to: "/programs" })}
    />
  );
}

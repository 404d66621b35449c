import { getRouteApi } from "@tanstack/react-router";

import { mayOpen } from "@/app/pages";
import { DuplicatesPage } from "@/features/intake/duplicates-page";
import { en, es } from "@/features/intake/texts";
import { addTexts } from "@/lib/i18n";

addTexts("intake", { en, es });

const route = getRouteApi("/inside/participants/duplicates");

export function DuplicatesRoute() {
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  return (
    <DuplicatesPage
      mayMerge={mayOpen("/participants/duplicates", session.permissions)}
      onLeave={() => void navigate({ to: "/participants" })}
    />
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";

import { RenewalDialog } from "@/features/identity/renewal-dialog";
import { GivingPage } from "@/features/measures/giving-page";
import { en, es } from "@/features/measures/texts";
import { addTexts } from "@/lib/i18n";
import { forgetUnfinished } from "@/lib/unfinished";

addTexts("measures", { en, es });

const route = getRouteApi("/measures/$administrationId");

/** A page of its own: nothing of anybody's record stands around a question. */
export function GivingRoute() {
  const { administrationId } = route.useParams();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const leave = () => {
    void navigate({ to: "/sign-in", search: { out: true } }).then(() => queryClient.clear());
    forgetUnfinished();
  };
  return (
    <>
      <GivingPage key={administrationId} id={administrationId} />
      <RenewalDialog session={session} onLeave={leave} />
    </>
  );
}

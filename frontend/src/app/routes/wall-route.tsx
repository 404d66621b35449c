import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";

import { keys } from "@/api/keys";
import { rosterQuery } from "@/features/attendance/queries";
import { Wall } from "@/features/attendance/wall";
import { en, es } from "@/features/attendance/wall-texts";
import { RenewalDialog } from "@/features/identity/renewal-dialog";
import { addTexts } from "@/lib/i18n";
import { enterRoom, forgetRoom } from "@/lib/room";
import { useLive } from "@/lib/use-live";
import { useNow } from "@/lib/use-now";
import { ErrorState, LoadingRows } from "@/ui/page";

addTexts("wall", { en, es });

const route = getRouteApi("/wall/$sessionId");

/** A page of its own, with nothing around it. A tab that was on a wall shows no more than names until somebody says so. */
export function WallRoute() {
  const { sessionId } = route.useParams();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const roster = useQuery(rosterQuery(sessionId));
  useLive([keys.roster(sessionId)], { quick: true });
  const now = useNow();
  useEffect(enterRoom, []);
  const leave = () => {
    void navigate({ to: "/sign-in", search: { out: true } }).then(() => queryClient.clear());
    forgetRoom();
  };
  return (
    <>
      {roster.data ? (
        <Wall roster={roster.data} now={now} />
      ) : (
        <main>
          {roster.isPending ? (
            <LoadingRows />
          ) : (
            <ErrorState error={roster.error} onRetry={() => void roster.refetch()} />
          )}
        </main>
      )}
      <RenewalDialog session={session} onLeave={leave} />
    </>
  );
}

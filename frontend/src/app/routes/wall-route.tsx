import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";

import { keys } from "@/api/keys";
import { RenewalDialog } from "@/features/identity/renewal-dialog";
import { wallQuery } from "@/features/wall/queries";
import { en, es } from "@/features/wall/texts";
import { Wall } from "@/features/wall/wall";
import { keepInUse } from "@/lib/activity";
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
  const wall = useQuery(wallQuery(sessionId));
  useLive([keys.wall(sessionId)], { quick: true });
  const now = useNow();
  useEffect(enterRoom, []);
  useEffect(keepInUse, []);
  const leave = () => {
    void navigate({ to: "/sign-in", search: { out: true } }).then(() => queryClient.clear());
    forgetRoom();
  };
  return (
    <>
      {wall.data ? (
        <Wall wall={wall.data} now={now} />
      ) : (
        <main>
          {wall.isPending ? <LoadingRows /> : <ErrorState error={wall.error} onRetry={() => void wall.refetch()} />}
        </main>
      )}
      <RenewalDialog session={session} onLeave={leave} />
    </>
  );
}

import { getRouteApi } from "@tanstack/react-router";

import { mayOpen } from "@/app/pages";
import { ParticipantsPage } from "@/features/participants/participants-page";
import { en as participantsEn, es as participantsEs } from "@/features/participants/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { useLater } from "@/ui/use-later";

addTexts("participants", { en: participantsEn, es: participantsEs });

const loadSearch = () => import("@/features/restricted/restricted-search").then((module) => module.RestrictedSearch);
const loadNothing = () => new Promise<never>(() => {});

const route = getRouteApi("/inside/participants");

export function ParticipantsRoute() {
  const { status } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const today = wallClock(useNow(), session.organization.time_zone).date;
  const Search = useLater(session.permissions.includes("break_glass:use") ? loadSearch : loadNothing);
  return (
    <ParticipantsPage
      today={today}
      mayCreate={mayOpen("/participants/new", session.permissions)}
      mayMerge={mayOpen("/participants/duplicates", session.permissions)}
      places={session.permissions.includes("schedule:clinical")}
      status={status}
      onStatus={(next) => void navigate({ search: next ? { status: next } : {}, replace: true })}
      {...(Search
        ? {
            beyond: (typed: string) => (
              <Search
                typed={typed}
                onOpened={(participantId) =>
                  void navigate({ to: "/participants/$participantId", params: { participantId } })
                }
              />
            ),
          }
        : {})}
    />
  );
}

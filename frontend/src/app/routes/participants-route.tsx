import { getRouteApi } from "@tanstack/react-router";

import { mayOpen } from "@/app/pages";
import { ParticipantsPage } from "@/features/participants/participants-page";
import { en as participantsEn, es as participantsEs } from "@/features/participants/texts";
import { RestrictedSearch } from "@/features/restricted/restricted-search";
import { en as restrictedEn, es as restrictedEs } from "@/features/restricted/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("participants", { en: participantsEn, es: participantsEs });
addTexts("restricted", { en: restrictedEn, es: restrictedEs });

const route = getRouteApi("/inside/participants");

export function ParticipantsRoute() {
  const { status } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const today = wallClock(useNow(), session.organization.time_zone).date;
  return (
    <ParticipantsPage
      today={today}
      mayCreate={mayOpen("/participants/new", session.permissions)}
      mayMerge={mayOpen("/participants/duplicates", session.permissions)}
      places={session.permissions.includes("schedule:clinical")}
      status={status}
      onStatus={(next) => void navigate({ search: next ? { status: next } : {}, replace: true })}
      {...(session.permissions.includes("break_glass:use")
        ? {
            beyond: (typed: string) => (
              <RestrictedSearch
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

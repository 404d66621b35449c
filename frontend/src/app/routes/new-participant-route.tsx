import { getRouteApi } from "@tanstack/react-router";

import { mayOpen } from "@/app/pages";
import { NewParticipantPage } from "@/features/intake/new-participant-page";
import { en, es } from "@/features/intake/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("intake", { en, es });

const route = getRouteApi("/inside/participants/new");

export function NewParticipantRoute() {
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  return (
    <NewParticipantPage
      today={wallClock(useNow(), session.organization.time_zone).date}
      mayCreate={mayOpen("/participants/new", session.permissions)}
      // Back leads to the list, not to an empty form.
      onOpened={(participantId) =>
        void navigate({ to: "/participants/$participantId", params: { participantId }, replace: true })
      }
      onCancel={() => void navigate({ to: "/participants" })}
    />
  );
}

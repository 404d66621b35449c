import { getRouteApi } from "@tanstack/react-router";

import { ParticipantsPage } from "@/features/participants/participants-page";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

const route = getRouteApi("/inside/participants");

export function ParticipantsRoute() {
  const { status } = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const today = wallClock(useNow(), session.organization.time_zone).date;
  return (
    <ParticipantsPage
      today={today}
      status={status}
      onStatus={(next) => void navigate({ search: next ? { status: next } : {}, replace: true })}
    />
  );
}

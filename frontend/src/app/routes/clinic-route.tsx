import { getRouteApi } from "@tanstack/react-router";

import { OnCallPage } from "@/features/clinic/on-call-page";
import { PlacesPage } from "@/features/clinic/places-page";
import { seesAllCredentials } from "@/features/clinic/rules";
import { StaffPage } from "@/features/clinic/staff-page";
import { en, es } from "@/features/clinic/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("clinic", { en, es });

const route = getRouteApi("/inside/clinic");

export function ClinicRoute() {
  const { tab, status } = route.useSearch();
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  const timeZone = session.organization.time_zone;
  const now = useNow();
  const today = wallClock(now, timeZone).date;
  const may = (permission: string) => session.permissions.includes(permission);
  if (tab === "staff") {
    return (
      <StaffPage
        today={today}
        timeZone={timeZone}
        status={status}
        onStatus={(next) =>
          void navigate({ search: { tab: "staff", ...(next ? { status: next } : {}) }, replace: true })
        }
        may={{
          readAccounts: may("account:read"),
          readCredentials: seesAllCredentials(session.permissions),
          invite: may("staff:invite"),
          putOnFile: may("staff:manage"),
        }}
      />
    );
  }
  if (tab === "on-call") {
    return <OnCallPage mayWrite={may("on_call:write")} timeZone={timeZone} now={now} today={today} />;
  }
  return <PlacesPage mayWriteLocations={may("location:write")} mayWriteRooms={may("room:write")} timeZone={timeZone} />;
}

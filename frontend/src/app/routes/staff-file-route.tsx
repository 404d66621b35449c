import { getRouteApi } from "@tanstack/react-router";

import { StaffFilePage } from "@/features/clinic/staff-file-page";
import { en, es } from "@/features/clinic/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("clinic", { en, es });

const route = getRouteApi("/inside/clinic/staff/$staffId");

export function StaffFileRoute() {
  const { staffId } = route.useParams();
  const { session } = route.useRouteContext();
  const timeZone = session.organization.time_zone;
  return (
    <StaffFilePage
      key={staffId}
      staffId={staffId}
      today={wallClock(useNow(), timeZone).date}
      timeZone={timeZone}
      ownStaffId={session.account.staff_id}
      permissions={session.permissions}
    />
  );
}

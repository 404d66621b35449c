import { getRouteApi } from "@tanstack/react-router";

import { AuditPage } from "@/features/audit/audit-page";
import { en, es } from "@/features/audit/texts";
import { addTexts } from "@/lib/i18n";

import { parseAuditAddress } from "../addresses";

addTexts("audit", { en, es });

const route = getRouteApi("/inside/audit");

export function AuditRoute() {
  const filter = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  return (
    <AuditPage
      filter={filter}
      timeZone={session.organization.time_zone}
      onFilter={(next) => void navigate({ search: parseAuditAddress(next), replace: true })}
    />
  );
}

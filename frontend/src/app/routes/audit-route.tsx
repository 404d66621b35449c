import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { AuditPage } from "@/features/audit/audit-page";
import { en, es } from "@/features/audit/texts";
import { en as restrictedEn, es as restrictedEs } from "@/features/restricted/texts";
import { addTexts } from "@/lib/i18n";
import { LoadingRows } from "@/ui/page";

import { parseAuditAddress } from "../addresses";

addTexts("audit", { en, es });
addTexts("restricted", { en: restrictedEn, es: restrictedEs });

const UsesTab = lazy(() => import("@/features/audit/uses-tab"));

const route = getRouteApi("/inside/audit");

export function AuditRoute() {
  const address = route.useSearch();
  const { session } = route.useRouteContext();
  const navigate = route.useNavigate();
  const may = (permission: string) => session.permissions.includes(permission);
  const timeZone = session.organization.time_zone;
  if (address.tab === "restricted" || (may("break_glass:read") && !may("audit:account"))) {
    return (
      <Suspense fallback={<LoadingRows rows={10} height={36} />}>
        <UsesTab
          show={address.show ?? "to_review"}
          chosen={address.use}
          me={session}
          timeZone={timeZone}
          onShow={(show) =>
            void navigate({ search: parseAuditAddress({ tab: "restricted", show }), replace: true, resetScroll: false })
          }
          onChoose={(use) =>
            void navigate({
              search: parseAuditAddress({ tab: "restricted", show: address.show, use }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </Suspense>
    );
  }
  return (
    <AuditPage
      filter={address}
      timeZone={timeZone}
      permissions={session.permissions}
      onFilter={(next) => void navigate({ search: parseAuditAddress(next), replace: true })}
    />
  );
}

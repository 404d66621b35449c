import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PlanPage } from "@/features/planning/plan-page";
import { en, es } from "@/features/planning/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";

addTexts("planning", { en, es });

const route = getRouteApi("/inside/schedule/plan");

export function PlanRoute() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const address = route.useSearch();
  const { session } = route.useRouteContext();
  const toSchedule = (from: string | undefined) => void navigate({ to: "/schedule", search: from ? { from } : {} });
  return (
    <PlanPage
      address={address}
      today={wallClock(useNow(), session.organization.time_zone).date}
      timeZone={session.organization.time_zone}
      back={<Button onClick={() => toSchedule(address.from)}>{t("planning.back")}</Button>}
      onWeek={(from) => void navigate({ search: (before) => ({ ...before, from }), replace: true })}
      onLocation={(location) => void navigate({ search: (before) => ({ ...before, location }), replace: true })}
      onBuild={(build) =>
        void navigate({
          search: ({ build: _, ...rest }) => (build ? { ...rest, from: build.monday, build: build.id } : rest),
        })
      }
      onSchedule={toSchedule}
    />
  );
}

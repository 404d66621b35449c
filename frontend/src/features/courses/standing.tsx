import { IconCircleCheck, IconPlayerPause, IconPlayerSkipForward } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Place, Rating, TargetSummary } from "@/api/types";
import { Chip } from "@/ui/chip";

import { isIncomplete, mayBeSettled } from "./rules";

/** First and latest value of each scale, in one line. */
export function Ratings({ ratings }: { ratings: readonly Rating[] }) {
  const { t } = useTranslation();
  return (
    <span className="num">
      {ratings
        .map((one) =>
          one.first_on === one.latest_on && one.first === one.latest
            ? t("courses.only", { name: one.name, latest: one.latest })
            : t("courses.fromTo", { name: one.name, first: one.first, latest: one.latest }),
        )
        .join(" · ")}
    </span>
  );
}

/** How many sessions are expected of a therapy, as published. */
export function useUsually(): (least: number, most: number) => string {
  const { t } = useTranslation();
  return (least, most) =>
    least === most ? t("courses.usuallyOne", { count: most }) : t("courses.usually", { least, most });
}

export function Usually({ least, most }: { least: number; most: number }) {
  return useUsually()(least, most);
}

/** The phase that was noted last, how far on that is, and about which target. */
export function PlaceLine({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { number, of, name, target } = place;
  const phase = number === null ? t("courses.phase", { phase: name }) : t("courses.phaseOf", { number, of, name });
  return <span className="num">{target === null ? phase : t("courses.onTarget", { phase, target })}</span>;
}

/** How a target stands, where that is more than being open. */
export function TargetState({ target }: { target: TargetSummary }) {
  const { t } = useTranslation();
  const icon = { size: 14, stroke: 1.75, "aria-hidden": true };
  if (target.status === "complete") {
    return (
      <Chip tone="ok" icon={<IconCircleCheck {...icon} />}>
        {t("courses.statuses.complete")}
      </Chip>
    );
  }
  if (target.status === "set_aside") {
    return <Chip icon={<IconPlayerPause {...icon} />}>{t("courses.statuses.set_aside")}</Chip>;
  }
  if (isIncomplete(target)) {
    return (
      <Chip tone="warn" icon={<IconPlayerSkipForward {...icon} />}>
        {t("courses.incomplete")}
      </Chip>
    );
  }
  return mayBeSettled(target) ? <Chip icon={<IconCircleCheck {...icon} />}>{t("courses.settleNow")}</Chip> : null;
}

import { IconCircleCheck, IconPlayerPause, IconPlayerSkipForward } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { Place, Rating, TargetSummary } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

import classes from "./courses.module.css";

import { isIncomplete, mayBeSettled } from "./rules";

// Not before somebody looks at a course that has values.
const Curve = lazy(() => import("./curve"));

/** Each scale: its values as a small curve, the first and the latest, and what the protocol asks of it. */
export function Ratings({ ratings }: { ratings: readonly Rating[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return (
    <ul className={`${classes.scales} num`}>
      {ratings.map((one) => (
        <li key={one.key}>
          <span>{one.name}</span>
          <span className={classes.curveRoom}>
            {one.points.length > 1 && (
              <Suspense>
                <Curve rating={one} />
              </Suspense>
            )}
          </span>
          <strong>
            {one.points.length > 1 ? t("courses.fromTo", { first: one.first, latest: one.latest }) : one.latest}
          </strong>
          <span className="meta">{one.goal !== null && t("courses.goal", { goal: one.goal })}</span>
          {one.points.length > 2 && (
            <span className="unseen">
              {one.points.map(({ on, value }) => `${formatDate(on, locale)}: ${value}`).join(", ")}
            </span>
          )}
        </li>
      ))}
    </ul>
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

import { IconArmchair } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Cohort } from "@/api/types";
import { Chip } from "@/ui/chip";

import classes from "./census.module.css";

/** With more seats than this the squares would say less than the figures. */
const MOST_SQUARES = 16;

type Seats = Pick<Cohort, "seats_taken" | "capacity">;

/** A square for each seat; the figures beside it say the same in words. */
export function Census({ seats_taken, capacity }: Seats) {
  const { t } = useTranslation();
  return (
    <span className={classes.census}>
      {capacity <= MOST_SQUARES && (
        <span className={classes.squares} aria-hidden>
          {Array.from({ length: capacity }, (_, seat) => (
            <span key={seat} data-taken={seat < seats_taken || undefined} />
          ))}
        </span>
      )}
      <span className="num">{t("cohorts.seats", { taken: seats_taken, capacity })}</span>
    </span>
  );
}

/** How many wait and for what, above all where seats are free. */
export function Waiting({ cohort }: { cohort: Pick<Cohort, "seats_free" | "waitlist"> }) {
  const { t } = useTranslation();
  const { waiting, reasons, seats_to_offer } = cohort.waitlist;
  if (waiting === 0) return <span className="meta">{t("cohorts.noneWaiting")}</span>;
  const listed = reasons
    .map(({ reason, count }) => t("cohorts.reasonCount", { reason: t(`cohorts.waitlist.reasonOf.${reason}`), count }))
    .join(", ");
  return (
    <span className={classes.waiting}>
      <span className={classes.line}>
        <span className="num">{t("cohorts.waiting", { count: waiting })}</span>
        {seats_to_offer > 0 && (
          <Chip tone="warn" icon={<IconArmchair size={14} stroke={1.75} aria-hidden />}>
            {t("cohorts.offer", { count: seats_to_offer })}
          </Chip>
        )}
      </span>
      <span className="meta">{t("cohorts.waitsFor", { reasons: listed })}</span>
      {cohort.seats_free > 0 && seats_to_offer === 0 && <span className="meta">{t("cohorts.whyFree")}</span>}
    </span>
  );
}

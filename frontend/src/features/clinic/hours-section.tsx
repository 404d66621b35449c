import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { StaffHours } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatList } from "@/lib/languages";
import { formatDate, formatTime, formatTimeRange } from "@/lib/time";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Facts } from "@/ui/panel";

import classes from "./clinic.module.css";
import { HoursForm } from "./hours-form";
import { byWeek } from "./hours-rules";
import { locationsQuery, staffHoursQuery } from "./queries";

type Props = { staffId: string; mayManage: boolean };

/** When one person works, when they would rather hold sessions, and how much planning may give them. */
export function HoursSection({ staffId, mayManage }: Props) {
  const { t } = useTranslation();
  const hours = useQuery(staffHoursQuery(staffId));
  const [editing, setEditing] = useState(false);
  return (
    <section className={classes.panel} aria-labelledby="hours">
      <div className={classes.head}>
        <div>
          <h2 id="hours" tabIndex={-1}>
            {t("clinic.hours")}
          </h2>
          <p className="meta">{t("clinic.hoursHint")}</p>
        </div>
        {mayManage && hours.data && <Button onClick={() => setEditing(true)}>{t("clinic.editHours")}</Button>}
      </div>
      {hours.isPending ? (
        <LoadingRows rows={2} height={36} />
      ) : hours.isError && !hours.data ? (
        <ErrorState error={hours.error} onRetry={() => void hours.refetch()} />
      ) : (
        <HoursFacts stored={hours.data} />
      )}
      <FormDrawer title={t("clinic.editHours")} opened={editing} onClose={() => setEditing(false)}>
        {editing && hours.data && <HoursForm stored={hours.data} onClose={() => setEditing(false)} />}
      </FormDrawer>
    </section>
  );
}

function HoursFacts({ stored }: { stored: StaffHours }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const locations = useQuery(locationsQuery).data ?? [];
  const nameOf = (id: string | null) => (id === null ? "" : (locations.find((one) => one.id === id)?.name ?? ""));
  const range = (row: { local_start: string; local_end: string }) =>
    formatTimeRange(row.local_start.slice(0, 5), row.local_end.slice(0, 5), locale);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const { lunch } = stored;
  const limits = [stored.longest_day_minutes, stored.longest_week_minutes, lunch];
  if (stored.hours.length + stored.preferred.length === 0 && limits.every((one) => one === null))
    return <p className={classes.empty}>{t("clinic.noHours")}</p>;
  const works = byWeek(stored.hours).map((one) =>
    [
      t(`clinic.weekdays.${one.weekday}`),
      range(one),
      nameOf(one.location_id),
      one.ends_on && t("clinic.until").toLowerCase(),
      one.ends_on && formatDate(one.ends_on, locale),
    ]
      .filter(Boolean)
      .join(" "),
  );
  const prefers = byWeek(stored.preferred).map((one) => `${t(`clinic.weekdays.${one.weekday}`)} ${range(one)}`);
  const hours = (minutes: number) => ({ hours: number.format(minutes / 60) });
  const longest = [
    stored.longest_day_minutes !== null && t("clinic.ofDay", hours(stored.longest_day_minutes)),
    stored.longest_week_minutes !== null && t("clinic.ofWeek", hours(stored.longest_week_minutes)),
  ].filter((one) => one !== false);
  const lines = (list: string[]) =>
    list.map((line) => (
      <span key={line} className="num" style={{ display: "block" }}>
        {line}
      </span>
    ));
  return (
    <Facts
      unknown="–"
      facts={[
        { name: t("clinic.works"), value: works.length > 0 ? lines(works) : t("clinic.noHours") },
        { name: t("clinic.prefers"), value: prefers.length > 0 ? lines(prefers) : null },
        {
          name: t("clinic.longest"),
          value: longest.length > 0 ? formatList(longest, locale) : t("clinic.noLimit"),
        },
        {
          name: t("clinic.break"),
          value: lunch
            ? t("clinic.lunchOf", {
                minutes: lunch.minutes,
                from: formatTime(lunch.local_from.slice(0, 5), locale),
                to: formatTime(lunch.local_to.slice(0, 5), locale),
              })
            : t("clinic.noLunch"),
        },
      ]}
    />
  );
}

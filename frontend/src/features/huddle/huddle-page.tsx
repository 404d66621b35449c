import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { locationsQuery, programsQuery } from "@/api/clinic";
import type { Huddle } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDay, type LocalDate } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./huddle-page.module.css";
import { PeoplePanel, SessionsPanel, StepsPanel, TasksPanel } from "./huddle-panels";
import { huddleQuery } from "./queries";
import { having } from "./rules";

export type Filter = { date?: string; location?: string; program?: string };

type Props = {
  filter: Filter;
  today: LocalDate;
  onFilter: (filter: Filter) => void;
  /** Whether the reader may print who is expected, for the day on which the network is away. */
  mayPrepare: boolean;
  /** The hand-offs of the day, which another feature shows. */
  handoffs: (huddle: Huddle) => ReactNode;
};

/** The ten minutes before the day: who comes, what has changed, what is due, what the last shift says. */
export function HuddlePage({ filter, today, onFilter, mayPrepare, handoffs }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { date: asked, ...places } = filter;
  const date = asked ?? today;
  const query = useQuery(huddleQuery({ ...places, date }));
  const go = (to: LocalDate) => onFilter(to === today ? places : { ...places, date: to });
  return (
    <div className={classes.page}>
      <PageHead
        title={`${t("huddle.title")}, ${formatDay(date, locale)}`}
        actions={<Filters {...{ filter, onFilter, mayPrepare }} />}
      >
        <span className={classes.step}>
          <ActionIcon aria-label={t("huddle.previous")} onClick={() => go(addDays(date, -1))}>
            <IconChevronLeft size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={t("huddle.next")} onClick={() => go(addDays(date, 1))}>
            <IconChevronRight size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </span>
        {date !== today && (
          <Button className={classes.now as string} onClick={() => go(today)}>
            {t("huddle.today")}
          </Button>
        )}
        <Chosen filter={filter} />
      </PageHead>
      {query.isPending ? (
        <LoadingRows rows={10} height={36} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className={classes.body} data-stale={query.isPlaceholderData || undefined}>
          <Sheet huddle={query.data}>{handoffs(query.data)}</Sheet>
        </div>
      )}
    </div>
  );
}

function Sheet({ huddle, children }: { huddle: Huddle; children: ReactNode }) {
  const { t } = useTranslation();
  const { sessions, people, steps, tasks } = huddle;
  const [added, missed] = [having(people, "first_day"), having(people, "missed_last")];
  const short = having(people, "short_this_week", "days_short_this_week");
  // What is none is not said.
  const figures = [
    t("huddle.coming", { count: people.length }),
    added > 0 && t("huddle.newToday", { count: added }),
    missed > 0 && t("huddle.missed", { count: missed }),
    short > 0 && t("huddle.short", { count: short }),
  ].filter((figure) => figure !== false);
  const nothing = sessions.length + people.length + steps.length + tasks.length + huddle.handoffs.length === 0;
  return (
    <>
      {nothing ? (
        <EmptyState
          icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
          title={t("huddle.empty")}
          hint={t("huddle.emptyHint")}
        />
      ) : (
        <ul className={`${classes.figures} num`} aria-label={t("huddle.figures")}>
          {figures.map((figure) => (
            <li key={figure}>{figure}</li>
          ))}
        </ul>
      )}
      <div className={classes.columns}>
        {!nothing && (
          <div className={classes.column}>
            <PeoplePanel people={people} />
            <SessionsPanel sessions={sessions} />
          </div>
        )}
        <div className={classes.column}>
          {children}
          {!nothing && (
            <>
              <StepsPanel steps={steps} />
              <TasksPanel tasks={tasks} more={huddle.more_tasks} />
            </>
          )}
        </div>
      </div>
    </>
  );
}

/** Of which places the printed page tells. */
function Chosen({ filter }: { filter: Filter }) {
  const locations = useQuery(locationsQuery);
  const programs = useQuery(programsQuery);
  const names = [
    locations.data?.find((one) => one.id === filter.location)?.name,
    programs.data?.find((one) => one.id === filter.program)?.name,
  ].filter(Boolean);
  if (names.length === 0) return null;
  return <span className={classes.onPaper}>{names.join(" · ")}</span>;
}

function Filters({ filter, onFilter, mayPrepare }: Pick<Props, "filter" | "onFilter" | "mayPrepare">) {
  const { t } = useTranslation();
  const locations = useQuery(locationsQuery);
  const programs = useQuery(programsQuery);
  const choose = (name: "location" | "program", value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === "" ? rest : { ...rest, [name]: value });
  };
  return (
    <>
      <NativeSelect
        className={classes.filter as string}
        aria-label={t("huddle.location")}
        value={filter.location ?? ""}
        onChange={(event) => choose("location", event.target.value)}
      >
        <option value="">{t("huddle.allLocations")}</option>
        {(locations.data ?? []).map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        className={classes.filter as string}
        aria-label={t("huddle.program")}
        value={filter.program ?? ""}
        onChange={(event) => choose("program", event.target.value)}
      >
        <option value="">{t("huddle.allPrograms")}</option>
        {(programs.data ?? []).map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      {mayPrepare && <Button renderRoot={(props) => <Link to="/downtime" {...props} />}>{t("huddle.downtime")}</Button>}
      <Button leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />} onClick={() => window.print()}>
        {t("huddle.print")}
      </Button>
    </>
  );
}

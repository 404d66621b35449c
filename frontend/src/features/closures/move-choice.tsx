import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { roomsQuery } from "@/api/clinic";
import type { ClosureClash, ClosureCreate, ClosureHit, ClosureTime, ClosureTimes } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDateRange, formatTimeRange } from "@/lib/time";
import { formatWeekdayDate } from "@/lib/weekday-date";
import { useProblemText } from "@/ui/problem-text";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./closures.module.css";
import { fieldId, moveField } from "./problems";
import { useTimesBeside } from "./queries";
import { sameTime } from "./rules";

type Props = {
  hit: ClosureHit;
  closure: ClosureCreate;
  chosen: ClosureTime | undefined;
  error: string | undefined;
  onChoose: (to: ClosureTime | null) => void;
};

/** Whether a session that is in the way goes to another time at which everybody in it is free. */
export function MoveChoice({ hit, closure, chosen, error, onChoose }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  const find = useTimesBeside();
  const rooms = useQuery(roomsQuery).data ?? [];
  const select = useRef<HTMLSelectElement>(null);
  const found = find.data;
  const later = hit.later && !hit.later.clash ? hit.later.time : null;
  const isLater = (time: ClosureTime) => later !== null && sameTime(time, later);
  const others = (found?.times ?? []).filter((one) => !isLater(one));
  const known = [...(later ? [later] : []), ...others];
  const times = [...known, ...(chosen && !known.some((one) => sameTime(one, chosen)) ? [chosen] : [])];
  // The button that was pressed gave its place to the choice.
  useEffect(() => {
    if (found && found.times.length > 0) select.current?.focus();
  }, [found]);

  const session = t("closures.move.session", {
    title: titleOf(hit),
    day: formatWeekdayDate(hit.local_date, locale),
  });
  const foundWords = ({ times: free }: ClosureTimes) => t("closures.move.found", { count: free.length });
  const noneWords = ({ from_date, to_date }: ClosureTimes) =>
    t("closures.move.none", { dates: formatDateRange(from_date, to_date, locale) });
  const look = () =>
    find.mutate(
      { closure, session_id: hit.session_id },
      { onSuccess: (answer) => announce(answer.times.length > 0 ? foundWords(answer) : noneWords(answer)) },
    );
  const wordsOf = (time: ClosureTime) => {
    if (isLater(time)) return t("closures.later.choice", { times: timesOf(time, locale) });
    const when = `${formatWeekdayDate(time.local_date, locale)}, ${timesOf(time, locale)}`;
    const room = time.room_id === hit.room_id ? undefined : rooms.find((one) => one.id === time.room_id)?.name;
    return room ? `${when} · ${room}` : when;
  };

  const whyNot = ({ kind, title, service_kind, local_start, local_end }: ClosureClash) =>
    title && service_kind && local_start && local_end
      ? t(`closures.later.taken.${kind}`, {
          session: titleOf({ title, service_kind }),
          time: timesOf({ local_start, local_end }, locale),
        })
      : t(`closures.later.unknown.${kind}`);

  return (
    <div className={classes.move}>
      {times.length > 0 && (
        <NativeSelect
          ref={select}
          id={fieldId(moveField(hit.session_id))}
          aria-label={t("closures.move.of", { session })}
          value={chosen ? times.findIndex((one) => sameTime(one, chosen)) : ""}
          error={error}
          onChange={({ target }) => onChoose(target.value === "" ? null : (times[Number(target.value)] ?? null))}
        >
          <option value="">
            {hit.later && (hit.outcome === "shortened" || hit.outcome === "cancelled")
              ? t(`closures.later.${hit.outcome}`, {
                  times: timesOf({ local_start: hit.to_local_start, local_end: hit.to_local_end }, locale),
                })
              : t("closures.move.stays")}
          </option>
          {times.map((one, index) => (
            <option key={`${one.local_date} ${one.local_start} ${one.room_id}`} value={index}>
              {wordsOf(one)}
            </option>
          ))}
        </NativeSelect>
      )}
      {hit.later?.clash && (
        <p className={classes.hint}>
          {t("closures.later.not", { times: timesOf(hit.later.time, locale), why: whyNot(hit.later.clash) })}
        </p>
      )}
      {found?.times.length === 0 && <p className={classes.hint}>{noneWords(found)}</p>}
      {find.isError && (
        <p className={classes.hint} role="alert">
          {problemText(find.error)}
        </p>
      )}
      {!found && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.more as string}
          loading={find.isPending}
          aria-label={t("closures.move.lookOf", { session })}
          onClick={look}
        >
          {t("closures.move.look")}
        </Button>
      )}
    </div>
  );
}

/** From when to when, on the clock. */
export const timesOf = (time: Pick<ClosureTime, "local_start" | "local_end">, locale: string): string =>
  formatTimeRange(time.local_start.slice(0, 5), time.local_end.slice(0, 5), locale);

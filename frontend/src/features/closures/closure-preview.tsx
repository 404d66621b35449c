import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ClosureCreate, ClosureHit, ClosurePreview } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange } from "@/lib/time";
import { formatWeekdayDate } from "@/lib/weekday-date";
import type { FieldError } from "@/ui/error-summary";

import box from "@/ui/preview.module.css";
import { useSessionTitle } from "@/ui/session-title";
import classes from "./closures.module.css";
import { MoveChoice, timesOf } from "./move-choice";
import { errorOf, moveField } from "./problems";
import { type ChosenMove, withMove } from "./rules";

const SHOWN = 8;

type Props = {
  closure: ClosureCreate;
  preview: ClosurePreview;
  moves: readonly ChosenMove[];
  errors: FieldError[];
  onMoves: (moves: ChosenMove[]) => void;
};

/** What a closure would make of each session it meets, and how many people that touches; each may go elsewhere. */
export function ClosurePreviewed({ preview, ...rest }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  // It stands below the fields, and is what was asked for.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView?.({ block: "start" });
  }, []);
  const { hits, participants, staff } = preview;
  const moved = new Set(rest.moves.map((one) => one.session_id));
  const moving = hits.filter((one) => moved.has(one.session_id)).length;
  const left = (outcome: ClosureHit["outcome"]) =>
    hits.filter((one) => one.outcome === outcome && !moved.has(one.session_id)).length;
  const [cancelled, shortened, by_video, held] = [
    left("cancelled"),
    left("shortened"),
    left("by_video"),
    left("held_fast"),
  ];
  const counts = [
    moving > 0 && t("closures.moved", { count: moving }),
    cancelled > 0 && t("closures.cancelled", { count: cancelled }),
    shortened > 0 && t("closures.shortened", { count: shortened }),
    by_video > 0 && t("closures.by_video", { count: by_video }),
    held > 0 && t("closures.held", { count: held }),
  ].filter((line): line is string => line !== false);
  return (
    <section className={box.preview} aria-labelledby="closure-foreseen">
      <h3 id="closure-foreseen" ref={heading} tabIndex={-1}>
        {t("closures.foreseen")}
      </h3>
      {hits.length === 0 ? (
        <p>{t("closures.nothing")}</p>
      ) : (
        <>
          <ul className={classes.counts} aria-labelledby="closure-foreseen">
            {counts.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {hits.length > held && (
            <p className={classes.hint}>
              {t("closures.touched", {
                participants: t("closures.participants", { count: participants }),
                staff: t("closures.staff", { count: staff }),
              })}{" "}
              {t("closures.told")}
            </p>
          )}
          <Hits hits={hits} {...rest} />
        </>
      )}
    </section>
  );
}

function Hits({ hits, closure, moves, errors, onMoves }: Omit<Props, "preview"> & { hits: readonly ClosureHit[] }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, hits.length - SHOWN);
  const canBegin = hits.flatMap(({ session_id, later }) => (later && !later.clash ? [{ session_id, later }] : []));
  const allLater = () => {
    onMoves(canBegin.reduce((kept, { session_id, later }) => withMove(kept, session_id, later.time), [...moves]));
    announce(t("closures.later.allDone", { count: canBegin.length }));
  };
  return (
    <div>
      <h4 id="closure-sessions">{t("closures.sessions")}</h4>
      {canBegin.length > 1 && (
        <Button variant="subtle" size="compact-sm" className={classes.more as string} onClick={allLater}>
          {t("closures.later.all", { count: canBegin.length })}
        </Button>
      )}
      <ul className={`${classes.hits} num`} aria-labelledby="closure-sessions">
        {hits.slice(0, hits.length - hidden).map((one) => {
          const chosen = moves.find(({ session_id }) => session_id === one.session_id);
          return (
            <li key={one.session_id}>
              <strong>{titleOf(one)}</strong>
              <span>
                {formatWeekdayDate(one.local_date, locale)}, {timesOf(one, locale)}
                {" → "}
                {chosen
                  ? t(chosen.local_date === one.local_date ? "closures.hit.shortened" : "closures.hit.moved", {
                      day: formatWeekdayDate(chosen.local_date, locale),
                      times: timesOf(chosen, locale),
                    })
                  : t(`closures.hit.${one.outcome}`, {
                      times: formatTimeRange(one.to_local_start.slice(0, 5), one.to_local_end.slice(0, 5), locale),
                    })}
              </span>
              {one.outcome !== "held_fast" && (
                <MoveChoice
                  hit={one}
                  closure={closure}
                  chosen={chosen}
                  error={errorOf(errors, moveField(one.session_id))}
                  onChoose={(to) => onMoves(withMove(moves, one.session_id, to))}
                />
              )}
            </li>
          );
        })}
      </ul>
      {hidden > 0 && (
        <Button variant="subtle" className={classes.more as string} onClick={() => setAll(true)}>
          {t("closures.more", { count: hidden })}
        </Button>
      )}
    </div>
  );
}

import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { Roster } from "@/api/types";
import { calledNames } from "@/lib/names";

import { isHere, minutesToTell } from "./rules";
import classes from "./wall.module.css";

/** For a monitor in the room: what people are called, who is here, and the time left. Nothing else, in large type. */
export function Wall({ roster, now }: { roster: Roster; now: Date }) {
  const { t } = useTranslation();
  const { rows, session } = roster;
  const names = calledNames(rows);
  const { phase, minutes } = minutesToTell(session, now);
  useEffect(() => {
    document.title = t("app.name");
  }, [t]);
  return (
    <main className={classes.wall}>
      <h1 className={`${classes.time} num`}>
        {phase === "over" ? t("wall.over") : t(phase === "running" ? "wall.left" : "wall.begins", { count: minutes })}
      </h1>
      {rows.length === 0 && <p>{t("wall.nobody")}</p>}
      <ul className={classes.people} aria-label={t("wall.title")}>
        {rows.map((row, index) => {
          const here = isHere(row, now);
          return (
            <li key={row.booking_id} data-here={here || undefined}>
              <span>{names[index]}</span>
              {here ? (
                <span className={classes.here}>
                  <IconCircleCheckFilled aria-hidden />
                  {t("wall.here")}
                </span>
              ) : (
                <span className="unseen">{t("wall.notHere")}</span>
              )}
            </li>
          );
        })}
      </ul>
    </main>
  );
}

import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { Wall as WallAnswer } from "@/api/types";
import { minutesToTell } from "./rules";
import classes from "./wall.module.css";

/** For a monitor in the room: what people are called, who is here, and the time left. Nothing else, in large type. */
export function Wall({ wall, now }: { wall: WallAnswer; now: Date }) {
  const { t } = useTranslation();
  const { people } = wall;
  const { phase, minutes } = minutesToTell(wall, now);
  useEffect(() => {
    document.title = t("app.name");
  }, [t]);
  return (
    <main className={classes.wall}>
      <h1 className={`${classes.time} num`}>
        {phase === "over" ? t("wall.over") : t(phase === "running" ? "wall.left" : "wall.begins", { count: minutes })}
      </h1>
      {people.length === 0 && <p>{t("wall.nobody")}</p>}
      <ul className={classes.people} aria-label={t("wall.title")}>
        {people.map(({ name, here }, place) => (
          <li key={`${name} ${place}`} data-here={here || undefined}>
            <span>{name}</span>
            {here ? (
              <span className={classes.here}>
                <IconCircleCheckFilled aria-hidden />
                {t("wall.here")}
              </span>
            ) : (
              <span className="unseen">{t("wall.notHere")}</span>
            )}
          </li>
        ))}
      </ul>
    </main>
  );
}

import { Button } from "@mantine/core";
import { IconCalendarOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Closure, Location } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import type { LocalDate } from "@/lib/time";
import { useLater } from "@/ui/use-later";

import classes from "./closures-strip.module.css";
import { spanWords, zoneOf } from "./rules";

const SHOWN = 2;

const loadDialogs = () => import("./closure-dialogs").then((module) => module.ClosureDialogs);
const loadNothing = () => new Promise<never>(() => {});

/** What a strip of closures asks: a new one, or that one goes. */
export type Asking = "add" | Closure | null;

type Props = {
  closures: readonly Closure[];
  /** Whether this person may close. */
  writes: boolean;
  day: LocalDate;
  location: string | undefined;
  locations: readonly Location[];
  timeZone: string;
};

/** The room of the strip until it is known what it says: what stands below it does not move. */
export const StripRoom = () => <div className={classes.strip} aria-hidden />;

/** The closures that are ahead, beside the schedule they change. */
export function ClosuresStrip({ closures, writes, ...rest }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [all, setAll] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const Dialogs = useLater(writes ? loadDialogs : loadNothing);
  const hidden = all ? 0 : Math.max(0, closures.length - SHOWN);
  const placeOf = (id: string | null) =>
    id === null ? t("closures.everywhere") : rest.locations.find((one) => one.id === id)?.name;
  return (
    <section className={classes.strip} aria-label={t("closures.title")}>
      <IconCalendarOff size={16} stroke={1.75} aria-hidden />
      {closures.length === 0 ? (
        <p className={classes.none}>{t("closures.none")}</p>
      ) : (
        <ul className={`${classes.list} num`} aria-label={t("closures.coming")}>
          {closures.slice(0, closures.length - hidden).map((one) => (
            <li key={one.id}>
              <span>
                <strong>{one.public_title}</strong>{" "}
                {t("closures.entry", {
                  kind: t(`closures.kind.${one.kind}`),
                  when: spanWords(one, zoneOf(one.location_id, rest.locations, rest.timeZone), locale),
                })}
                {rest.locations.length > 1 && ` · ${placeOf(one.location_id) ?? ""}`}
              </span>
              {writes && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("closures.removeOf", { title: one.public_title })}
                  onClick={() => setAsking(one)}
                >
                  {t("closures.remove")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t("closures.more", { count: hidden })}
        </Button>
      )}
      {writes && (
        <Button className={classes.open as string} onClick={() => setAsking("add")}>
          {t("closures.open")}
        </Button>
      )}
      {Dialogs && <Dialogs asking={asking} onClose={() => setAsking(null)} {...rest} />}
    </section>
  );
}

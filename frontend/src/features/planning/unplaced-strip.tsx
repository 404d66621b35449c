import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { staffNamesQuery } from "@/api/clinic";
import { addTexts } from "@/lib/i18n";
import { KindIcon, kindColour } from "@/ui/kind";

import classes from "./unplaced-strip.module.css";
import { en, es } from "./unplaced-texts";
import type { ToPlace } from "./use-unplaced";

addTexts("unplaced", { en, es });

const SHOWN = 4;

type Props = { items: readonly ToPlace[]; total: number; onPlace: (one: ToPlace) => void };

/** Whose sessions of this week have no time yet, below the schedule; each leads to where one is found. */
export function UnplacedStrip({ items, total, onPlace }: Props) {
  const { t } = useTranslation();
  const { data: staff } = useQuery(staffNamesQuery);
  const [all, setAll] = useState(false);
  const list = useId();
  const beyond = total - items.reduce((sum, one) => sum + one.times, 0);
  if (items.length === 0) return null;
  return (
    <section className={classes.strip} aria-label={t("unplaced.title")}>
      <header>
        <h2>{t("unplaced.title")}</h2>
        <span className="meta num">{t("unplaced.count", { count: total })}</span>
        {items.length > SHOWN && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={all}
            aria-controls={list}
            onClick={() => setAll(!all)}
          >
            {all ? t("unplaced.fewer") : t("unplaced.more", { count: items.length })}
          </Button>
        )}
      </header>
      <ul id={list} className={classes.list}>
        {(all ? items : items.slice(0, SHOWN)).map((one) => {
          const { participant_id, service_kind, name, times, minutes, staff_id } = one;
          return (
            <li key={`${participant_id} ${service_kind}`}>
              <UnstyledButton
                className={classes.card as string}
                data-kind={kindColour(service_kind)}
                onClick={() => onPlace(one)}
              >
                <strong>{name}</strong>
                <span className="num">
                  <KindIcon kind={service_kind} />{" "}
                  {[
                    t(`kind.${service_kind}`),
                    t(times === 1 ? "unplaced.minutes" : "unplaced.times", { times, minutes }),
                    staff_id && staff?.get(staff_id),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                <span className="unseen">, {t("unplaced.place")}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
      {all && beyond > 0 && <p className="meta num">{t("unplaced.beyond", { count: beyond })}</p>}
    </section>
  );
}

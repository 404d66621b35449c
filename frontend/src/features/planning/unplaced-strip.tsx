import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { staffNamesQuery } from "@/api/clinic";
import type { MakeUpOwed } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { formatDuration } from "@/lib/time";
import { KindIcon, kindColour } from "@/ui/kind";

import classes from "./unplaced-strip.module.css";
import { en, es } from "./unplaced-texts";
import type { ToPlace } from "./use-unplaced";

addTexts("unplaced", { en, es });

const SHOWN = 4;

type Props = {
  items: readonly ToPlace[];
  total: number;
  makeUps: readonly MakeUpOwed[];
  makeUpsTotal: number;
  onPlace: (one: ToPlace) => void;
  onMend: (one: MakeUpOwed) => void;
};

/** Whose sessions of this week have no time yet, and whose hours a group could mend: each leads to where that is done. */
export function UnplacedStrip({ items, total, makeUps, makeUpsTotal, onPlace, onMend }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const list = useId();
  const count = items.length + makeUps.length;
  const beyond = total - items.reduce((sum, one) => sum + one.times, 0) + makeUpsTotal - makeUps.length;
  if (count === 0) return null;
  const shown = all ? items : items.slice(0, makeUps.length > 0 ? SHOWN - 1 : SHOWN);
  return (
    <section className={classes.strip} aria-label={t("unplaced.title")}>
      <header>
        <h2>{t("unplaced.title")}</h2>
        <span className="meta num">
          {[
            total > 0 && t("unplaced.count", { count: total }),
            makeUpsTotal > 0 && t("unplaced.makeUps", { count: makeUpsTotal }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {count > SHOWN && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={all}
            aria-controls={list}
            onClick={() => setAll(!all)}
          >
            {all ? t("unplaced.fewer") : t("unplaced.more", { count })}
          </Button>
        )}
      </header>
      <ul id={list} className={classes.list}>
        {shown.map((one) => (
          <li key={`${one.participant_id} ${one.service_kind}`}>
            <Owed one={one} onPress={() => onPlace(one)} />
          </li>
        ))}
        {(all ? makeUps : makeUps.slice(0, SHOWN - shown.length)).map((one) => (
          <li key={one.episode_id}>
            <Short one={one} onPress={() => onMend(one)} />
          </li>
        ))}
      </ul>
      {all && beyond > 0 && <p className="meta num">{t("unplaced.beyond", { count: beyond })}</p>}
    </section>
  );
}

type CardProps<One> = { one: One; onPress: () => void };

function Owed({ one, onPress }: CardProps<ToPlace>) {
  const { t } = useTranslation();
  const { data: staff } = useQuery(staffNamesQuery);
  const { service_kind, name, times, minutes, staff_id } = one;
  return (
    <UnstyledButton className={classes.card as string} data-kind={kindColour(service_kind)} onClick={onPress}>
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
  );
}

function Short({ one, onPress }: CardProps<MakeUpOwed>) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.card as string} data-kind={kindColour("group")} onClick={onPress}>
      <strong>{one.name}</strong>
      <span className="num">
        <KindIcon kind="group" /> {t("unplaced.short", { time: formatDuration(one.short_by_minutes) })}
        {" · "}
        {t("unplaced.groups", { count: one.groups })}
      </span>
      <span className="unseen">, {t("unplaced.mend")}</span>
    </UnstyledButton>
  );
}

import { IconCircleMinus, IconStairs } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { Panel } from "@/ui/panel";
import list from "@/ui/panel-list.module.css";

import { consequencesQuery } from "./queries";

/** Steps of the program's ladder that the episode reached; nothing where there are none, or they cannot be read. */
export function Consequences({ participantId, episodeId }: { participantId: string; episodeId: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { data: steps = [] } = useQuery(consequencesQuery(participantId, episodeId));
  if (steps.length === 0) return null;
  return (
    <Panel title={t("chart.followed")} hint={t("chart.followedHint")}>
      <ul className={list.list}>
        {steps.map(({ id, act, reached_on, days, holds }) => (
          <li key={id}>
            <IconStairs size={16} stroke={1.75} aria-hidden />
            <div>
              <strong>{t(`chart.act.${act}`)}</strong>{" "}
              {!holds && (
                <Chip icon={<IconCircleMinus size={14} stroke={1.75} aria-hidden />}>{t("chart.noLongerHolds")}</Chip>
              )}
              <div className="meta num">
                {t("chart.reached", {
                  date: formatDate(reached_on, locale),
                  days: days.map((day) => formatDate(day, locale)).join("; "),
                })}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addTexts } from "@/lib/i18n";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./off-track.module.css";
import { en, es } from "./off-track-texts";
import { offTrackQuery } from "./queries";

addTexts("offTrack", { en, es });

const SHOWN = 8;

/** Whose course needs a second look that nobody has given it yet; who got worse comes first. */
export default function OffTrack() {
  const { t } = useTranslation();
  const query = useQuery(offTrackQuery);
  const [all, setAll] = useState(false);
  const people = query.data?.people ?? [];
  const shown = all ? people : people.slice(0, SHOWN);
  return (
    <section className={classes.pane} aria-labelledby="off-track">
      <h2 id="off-track">{t("offTrack.title")}</h2>
      {query.isPending ? (
        <LoadingRows rows={2} height={36} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : people.length === 0 ? (
        <p className="meta">{t("offTrack.none")}</p>
      ) : (
        <ul className={classes.list}>
          {shown.map((one) => (
            <li key={one.episode_id + one.instrument_key}>
              <Link
                to="/participants/$participantId"
                params={{ participantId: one.participant_id }}
                search={{ tab: "measures", episode: one.episode_id }}
              >
                {one.participant_name}
              </Link>
              <span className={`${classes.line} num`} data-worse={one.off_track === "worse" || undefined}>
                {one.off_track === "worse" && <IconAlertTriangle size={14} stroke={1.75} aria-hidden />}
                {t(`offTrack.${one.off_track}`, { name: one.name, first: one.first, last: one.last })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {people.length > shown.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t("offTrack.more", { count: people.length - shown.length })}
        </Button>
      )}
      {query.data?.truncated && <p className="meta">{t("offTrack.truncated", { count: people.length })}</p>}
    </section>
  );
}

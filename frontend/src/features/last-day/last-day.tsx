import { IconPhoneOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { LastDayPerson } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { formatBriefTime, formatDate, type LocalDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./last-day.module.css";
import { lastDayQuery } from "./queries";
import { en, es } from "./texts";

addTexts("lastDay", { en, es });

/** Who was not there when the reader last had sessions, and what they left open: a line each. */
export default function LastDay({ date, mayNote }: { date: LocalDate; mayNote: boolean }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const last = useQuery(lastDayQuery(date));
  const day = last.data;
  return (
    <section className={classes.pane} aria-labelledby="last-day">
      <h2 id="last-day">
        {day?.date ? t("lastDay.titleOf", { date: formatDate(day.date, locale) }) : t("lastDay.title")}
      </h2>
      {last.isPending ? (
        <LoadingRows rows={2} height={36} />
      ) : !day ? (
        <ErrorState error={last.error} onRetry={() => void last.refetch()} />
      ) : day.date === null ? (
        <p className="meta">{t("lastDay.none")}</p>
      ) : day.people.length + day.open.length === 0 ? (
        <p className="meta">{t("lastDay.quiet")}</p>
      ) : (
        <ul className={classes.list}>
          {day.people.map((person) => (
            <Missed key={person.participant.id} person={person} mayNote={mayNote} />
          ))}
          {day.open.map((session) => (
            <li key={session.session_id}>
              <Link to="/today" search={{ date: day.date ?? date, session: session.session_id }}>
                <span className="num">{formatBriefTime(session.local_start, locale)}</span> {titleOf(session)}
              </Link>
              <span className={`${classes.line} meta`}>{t("lastDay.open")}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Missed({ person, mayNote }: { person: LastDayPerson; mayNote: boolean }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const name = nameOf(person.participant);
  const participantId = person.participant.id;
  return (
    <li>
      {person.to_reach === null ? (
        <strong>{name}</strong>
      ) : (
        <Link to="/participants/$participantId" params={{ participantId }}>
          {name}
        </Link>
      )}
      {person.marks.map((mark) => (
        <span key={mark.session_id} className={`${classes.line} meta num`}>
          {t("lastDay.mark", {
            outcome: t(`roster.${mark.outcome}`),
            title: titleOf(mark),
            time: formatBriefTime(mark.local_start, locale),
          })}
        </span>
      ))}
      {person.to_reach && (
        <span className={classes.untried}>
          <IconPhoneOff size={14} stroke={1.75} aria-hidden />
          {t("lastDay.untried")}
          {mayNote && (
            <Link
              to="/participants/$participantId"
              params={{ participantId }}
              search={{ tab: "contacts", add: "try" }}
              aria-label={t("lastDay.noteFor", { name })}
            >
              {t("lastDay.note")}
            </Link>
          )}
        </span>
      )}
    </li>
  );
}

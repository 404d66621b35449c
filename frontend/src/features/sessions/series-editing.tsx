import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCircleCheck, IconRepeat } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Series, SeriesEdit, Session, SessionCard } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatDate, formatMoment, type LocalDate } from "@/lib/time";
import { seriesEditsQuery, useUndoSeriesEdit } from "./queries";
import classes from "./series-edit.module.css";
import { SeriesEditDrawer, useSeriesProblem } from "./series-edit-drawer";
import { en, es } from "./series-edit-texts";
import panel from "./session-drawer.module.css";

addTexts("seriesEdit", { en, es });

const SHOWN = 3;

type Props = {
  session: Session;
  card: SessionCard;
  series: Series;
  /** The account of who looks. */
  me: string;
  opened: boolean;
  onOpen: () => void;
  onClose: () => void;
  /** The session is on another day now. */
  onMoved: (date: LocalDate) => void;
};

/** What may be done to the series of a session: the form, what was just done with its way back, and what was done before. */
export function SeriesEditing({ session, card, series, me, opened, onOpen, onClose, onMoved }: Props) {
  const { t } = useTranslation();
  const [done, setDone] = useState<{ edit: SeriesEdit; before: LocalDate } | null>(null);
  const follow = (date: LocalDate) => date !== session.local_date && onMoved(date);
  const changeable = series.status === "active" && session.status === "scheduled";
  const part = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const undone = () => (opener.current ?? part.current)?.focus({ preventScroll: true });
  // What was cancelled offers no change any more: focus that was on it stays near.
  useEffect(() => {
    if (!changeable && done && document.activeElement === document.body) part.current?.focus({ preventScroll: true });
  }, [changeable, done]);
  return (
    <div ref={part} className={classes.part} tabIndex={-1}>
      {done && (
        <Done
          edit={done.edit}
          onUndone={() => {
            setDone(null);
            undone();
            follow(done.before);
          }}
        />
      )}
      {changeable && (
        <Button ref={opener} leftSection={<IconRepeat size={16} stroke={1.75} aria-hidden />} onClick={onOpen}>
          {t("seriesEdit.open")}
        </Button>
      )}
      <History series={series} me={me} onUndone={undone} />
      <SeriesEditDrawer
        session={session}
        card={card}
        series={series}
        opened={opened}
        onClose={onClose}
        onDone={(edit, date) => {
          setDone({ edit, before: session.local_date });
          onClose();
          follow(date);
        }}
      />
    </div>
  );
}

function useUndo(edit: SeriesEdit, onUndone: () => void) {
  const { t } = useTranslation();
  const problem = useSeriesProblem();
  const undo = useUndoSeriesEdit();
  return {
    pending: undo.isPending,
    refused: undo.isError ? problem(undo.error).text : null,
    takeBack: () =>
      undo.mutate(
        { seriesId: edit.series_id, editId: edit.id },
        {
          onSuccess: () => {
            announce(t("seriesEdit.undone"));
            onUndone();
          },
        },
      ),
  };
}

/** Says what was just done, and takes it back. */
function Done({ edit, onUndone }: { edit: SeriesEdit; onUndone: () => void }) {
  const { t } = useTranslation();
  const { pending, refused, takeBack } = useUndo(edit, onUndone);
  return (
    <div className={`${panel.undo} ${classes.done}`} role="status">
      <IconCircleCheck size={16} stroke={1.75} aria-hidden />
      <span>{refused ?? t("seriesEdit.done", { count: edit.changed })}</span>
      <Button
        leftSection={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
        loading={pending}
        onClick={takeBack}
      >
        {t("seriesEdit.undo")}
      </Button>
    </div>
  );
}

type HistoryProps = { series: Series; me: string; onUndone: () => void };

/** The newest edits of the series, whoever made them. */
function History({ series, me, onUndone }: HistoryProps) {
  const { t } = useTranslation();
  const heading = useId();
  const [all, setAll] = useState(false);
  const edits = useQuery(seriesEditsQuery(series.id)).data ?? [];
  if (edits.length === 0) return null;
  const hidden = all ? 0 : Math.max(0, edits.length - SHOWN);
  return (
    <div className={classes.history}>
      <h4 id={heading}>{t("seriesEdit.history")}</h4>
      <ul className="num" aria-labelledby={heading}>
        {edits.slice(0, edits.length - hidden).map((edit) => (
          <Entry key={edit.id} edit={edit} me={me} onUndone={onUndone} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button variant="subtle" className={classes.more as string} onClick={() => setAll(true)}>
          {t("seriesEdit.more", { count: hidden })}
        </Button>
      )}
    </div>
  );
}

type EntryProps = { edit: SeriesEdit; me: string; onUndone: () => void };

function Entry({ edit, me, onUndone }: EntryProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { pending, refused, takeBack } = useUndo(edit, onUndone);
  const when = formatMoment(new Date(edit.created_at), locale);
  const date = formatDate(edit.from_date, locale);
  const who = t(edit.edited_by === me ? "seriesEdit.byYou" : "seriesEdit.byOther");
  return (
    <li>
      <span>
        <span className={classes.entry}>
          {edit.scope === "this"
            ? t("seriesEdit.entryThis", { date })
            : t("seriesEdit.entry", { scope: t(`seriesEdit.scopeBrief.${edit.scope}`), date })}
          {edit.scope !== "this" && ` · ${t("seriesEdit.done", { count: edit.changed })}`}
        </span>
        <span className="meta">
          {when}, {who}
        </span>
        {edit.undone_at && (
          <span className="meta">
            {" · "}
            {t("seriesEdit.takenBack", { when: formatMoment(new Date(edit.undone_at), locale) })}
          </span>
        )}
        {refused && (
          <span className={classes.wrong} role="alert">
            {refused}
          </span>
        )}
      </span>
      {!edit.undone_at && !refused && (
        <Button loading={pending} aria-label={t("seriesEdit.undoOf", { when })} onClick={takeBack}>
          {t("seriesEdit.undo")}
        </Button>
      )}
    </li>
  );
}

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { roomsQuery } from "@/api/clinic";
import type { SeriesEditCreate, SeriesEditPreview, ServiceKind, SessionCard, StaffPlace } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTime, formatTimeRange, minutesOfDay, timeOfMinutes, wallClock } from "@/lib/time";
import { formatWeekdayDate } from "@/lib/weekday-date";
import box from "@/ui/preview.module.css";
import { brief, VIDEO } from "./rules";
import classes from "./series-edit.module.css";
import { useStaffNames } from "./series-edit-fields";
import { inTheWay, passedBy, type Standing } from "./series-edit-rules";

type Change = SeriesEditPreview["changes"][number];
type Own = Change["sets"][number];

type Props = {
  preview: SeriesEditPreview;
  body: SeriesEditCreate;
  now: Standing;
  staff: readonly StaffPlace[];
  card: SessionCard;
  kind: ServiceKind;
  timeZone: string;
};

const SHOWN = 6;
const TIMES = 2;

/** What will come of a change, in words: what differs, for which sessions, which stay, and what stands in the way. */
export function SeriesEditPreviewed({ preview, body, now, staff, card, kind, timeZone }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  // It stands below the fields, and is what was asked for.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView?.({ block: "start" });
  }, []);
  const { changes, skipped, clashes } = preview;
  const cancels = body.cancel != null;
  return (
    <section className={box.preview} aria-labelledby="series-foreseen">
      <h3 id="series-foreseen" ref={heading} tabIndex={-1}>
        {t("seriesEdit.foreseen")}
      </h3>
      {clashes.length > 0 && <Way clashes={clashes} card={card} kind={kind} timeZone={timeZone} />}
      <Differences body={body} now={now} staff={staff} card={card} kind={kind} />
      {changes.length === 0 ? <p>{t("seriesEdit.nothing")}</p> : <Sessions changes={changes} body={body} />}
      {preview.splits && !cancels && <p className={classes.hint}>{t("seriesEdit.splits")}</p>}
      {cancels && changes.length > 0 && <p className={classes.hint}>{t("seriesEdit.nobodyMissed")}</p>}
      {skipped.length > 0 && (
        <div className={classes.passed}>
          <h4 id="series-passed">{t("seriesEdit.passed")}</h4>
          <ul aria-labelledby="series-passed">
            {passedBy(skipped).map(({ kept, count }) => (
              <li key={kept}>{t(`seriesEdit.kept.${kept}`, { count })}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** What the changed sessions will have instead. */
function Differences({ body, now, staff, card, kind }: Pick<Props, "body" | "now" | "staff" | "card" | "kind">) {
  const { t } = useTranslation();
  const rooms = useQuery(roomsQuery).data ?? [];
  const { names } = useStaffNames(card, kind);
  const { values } = body;
  const roomName = (id: string) =>
    id === VIDEO
      ? t("sessions.form.video")
      : id === ""
        ? t("sessions.form.noRoom")
        : (rooms.find((one) => one.id === id)?.name ?? t("sessions.problem.aRoom"));
  const staffName = (id: string | undefined) => names.get(id ?? "") ?? t("seriesEdit.none");
  const lead = body.staff?.find((one) => one.role === "lead")?.staff_id;
  const gone = body.staff
    ? staff.filter((one) => one.role !== "lead" && !body.staff?.some(({ staff_id }) => staff_id === one.staff_id))
    : [];
  const line = (what: "room" | "title" | "short_name" | "capacity" | "lead", from: string, to: string) =>
    t("seriesEdit.fromTo", {
      what: t(`seriesEdit.what.${what}`),
      from: from || t("seriesEdit.none"),
      to: to || t("seriesEdit.none"),
    });
  const lines = [
    values?.room_id !== undefined &&
      line("room", roomName(now.room), roomName(values.telehealth ? VIDEO : (values.room_id ?? ""))),
    values?.title && line("title", now.title, values.title),
    values?.short_name !== undefined && line("short_name", now.short_name, values.short_name ?? ""),
    values?.capacity !== undefined && line("capacity", now.capacity, String(values.capacity ?? "")),
    lead !== undefined && lead !== now.lead && line("lead", staffName(now.lead), staffName(lead)),
    gone.length > 0 && t("seriesEdit.off", { names: gone.map((one) => staffName(one.staff_id)).join(", ") }),
  ].filter((one): one is string => typeof one === "string" && one !== "");
  if (lines.length === 0) return null;
  return (
    <ul className={classes.differences}>
      {lines.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

/** What is asked for that a session may have of its own. */
function askedOf({ move, values, staff }: SeriesEditCreate): Own[] {
  return [
    ...(move ? ["time" as const] : []),
    ...(values?.room_id !== undefined ? ["room" as const] : []),
    ...(values?.title !== undefined || values?.short_name !== undefined ? ["title" as const] : []),
    ...(values?.capacity !== undefined ? ["seats" as const] : []),
    ...(staff ? ["staff" as const] : []),
  ];
}

function Sessions({ changes, body }: { changes: readonly Change[]; body: SeriesEditCreate }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [all, setAll] = useState(false);
  const asked = askedOf(body);
  const words = ({ local_date, local_start, to_local_date, to_local_start, to_minutes, cancelled, sets }: Change) => {
    const from = `${formatWeekdayDate(local_date, locale)}, ${formatTime(brief(local_start), locale)}`;
    if (cancelled) return t("seriesEdit.gone", { from });
    const start = brief(to_local_start);
    const end = timeOfMinutes(minutesOfDay(start) + to_minutes);
    const times = formatTimeRange(start, end, locale);
    const to = to_local_date === local_date ? times : `${formatWeekdayDate(to_local_date, locale)}, ${times}`;
    const own = body.scope === "this" ? [] : asked.filter((one) => !sets.includes(one));
    const line = sets.includes("time") ? t("seriesEdit.moved", { from, to }) : from;
    if (own.length === 0) return line;
    const what = own.map((one) => t(`seriesEdit.own.${one}`)).join(", ");
    return `${line} (${t("seriesEdit.keepsOwn", { what })})`;
  };
  const title = body.cancel != null ? "seriesEdit.cancelled" : "seriesEdit.changes";
  const hidden = all ? 0 : Math.max(0, changes.length - SHOWN);
  return (
    <div>
      <h4 id="series-changes">{t(title, { count: changes.length })}</h4>
      <ul className={`${classes.sessions} num`} aria-labelledby="series-changes">
        {changes.slice(0, changes.length - hidden).map((one) => (
          <li key={one.session_id}>{words(one)}</li>
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

type WayProps = Pick<Props, "card" | "kind" | "timeZone"> & { clashes: SeriesEditPreview["clashes"] };

function Way({ clashes, card, kind, timeZone }: WayProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const rooms = useQuery(roomsQuery).data ?? [];
  const { names } = useStaffNames(card, kind);
  const when = (instant: string) => {
    const { date, time } = wallClock(new Date(instant), timeZone);
    return `${formatWeekdayDate(date, locale)}, ${formatTime(time, locale)}`;
  };
  const words = ({ kind: what, what: id, times }: ReturnType<typeof inTheWay>[number]) => {
    const first = times.slice(0, TIMES).map(when).join("; ");
    const left = times.length - TIMES;
    const facts = { times: left > 0 ? t("seriesEdit.timesMore", { times: first, count: left }) : first };
    if (what === "participant") return t("seriesEdit.clash.participant", facts);
    const name =
      what === "room"
        ? (rooms.find((one) => one.id === id)?.name ?? t("seriesEdit.clash.aRoom"))
        : (names.get(id ?? "") ?? t("seriesEdit.clash.somebody"));
    return t(`seriesEdit.clash.${what}`, { name, ...facts });
  };
  return (
    <div className={classes.way}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <div>
        <h4 id="series-way">{t("seriesEdit.way")}</h4>
        <ul className="num" aria-labelledby="series-way">
          {inTheWay(clashes).map((one) => (
            <li key={`${one.kind} ${one.what}`}>{words(one)}</li>
          ))}
        </ul>
        <p>{t("seriesEdit.wayHint")}</p>
      </div>
    </div>
  );
}

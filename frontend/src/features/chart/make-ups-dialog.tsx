import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { MakeUpOffer, MakeUps } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatDay, formatDuration, formatTimeRange, formatWeekday, wallClock } from "@/lib/time";
import { useBookingText } from "@/ui/booking-text";
import { FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useSessionTitle } from "@/ui/session-title";

import { en, es } from "./make-up-texts";
import classes from "./make-ups.module.css";
import { makeUpsQuery, useBookMakeUp } from "./queries";

addTexts("makeUps", { en, es });

type Props = {
  participantId: string;
  episodeId: string;
  timeZone: string;
  mayBook: boolean;
  /** A day of the week in question, where it is not this one; and whose it is, where the page does not say so. */
  week?: string;
  name?: string;
  onClose: () => void;
};

/** Groups left in the week that would mend its hours, each booked by a press. */
export default function MakeUpsDialog({ onClose, name, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={name ? t("makeUps.titleOf", { name }) : t("makeUps.title")} opened onClose={onClose}>
      <Content {...rest} />
    </FormDialog>
  );
}

function Content({ participantId, episodeId, timeZone, mayBook, week }: Omit<Props, "onClose" | "name">) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const bookingText = useBookingText();
  const titleOf = useSessionTitle();
  const query = useQuery(makeUpsQuery(participantId, episodeId, week));
  const book = useBookMakeUp(participantId, episodeId);
  const [notice, setNotice] = useState<{ good: boolean; text: string } | null>(null);
  const told = useRef<HTMLParagraphElement>(null);
  if (!query.data) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <LoadingRows rows={3} height={44} />
    );
  }
  const missed = query.data.missed_booking_ids[0];
  const take = (offer: MakeUpOffer) => {
    if (book.isPending) return;
    const what = { title: titleOf(offer), day: formatDay(offer.local_date, locale) };
    const said = (good: boolean, text: string) => {
      setNotice({ good, text });
      // The row that was pressed may be gone.
      told.current?.focus();
    };
    book.mutate(
      { sessionId: offer.session_id, missed: missed ?? null },
      {
        onSuccess: () => said(true, t(missed ? "makeUps.bookedMakeUp" : "makeUps.booked", what)),
        onError: (error) => said(false, bookingText(error)),
      },
    );
  };
  const Icon = notice?.good ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className={classes.content}>
      <p ref={told} tabIndex={-1} role="status" className={classes.notice} data-good={notice?.good}>
        {notice && (
          <>
            <Icon size={16} stroke={1.75} aria-hidden />
            <span>{notice.text}</span>
          </>
        )}
      </p>
      <Lacking week={query.data} />
      {query.data.offers.length > 0 && (
        <ul className={classes.offers} aria-label={t("makeUps.offers")}>
          {query.data.offers.map((offer) => (
            <li key={offer.session_id}>
              <Offer offer={offer} short={query.data.short_by_minutes} timeZone={timeZone} />
              {mayBook && (
                <Button
                  aria-label={t("makeUps.bookWhat", {
                    title: titleOf(offer),
                    day: formatDay(offer.local_date, locale),
                  })}
                  onClick={() => take(offer)}
                >
                  {t("makeUps.book")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayBook && missed && query.data.offers.length > 0 && <p className={classes.hint}>{t("makeUps.first")}</p>}
    </div>
  );
}

/** What the week lacks, and which few sessions together are enough. */
function Lacking({ week }: { week: MakeUps }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { short_by_minutes: short, offers, enough_session_ids } = week;
  const { locale } = useLanguage();
  const enough = offers
    .filter((one) => enough_session_ids.includes(one.session_id))
    .map((one) => `${titleOf(one)} (${formatWeekday(one.local_date, locale)})`);
  if (offers.length === 0) {
    return (
      <div>
        <p>
          {short > 0 ? t("makeUps.short", { time: formatDuration(short) }) : t("makeUps.notShort")}
          {short > 0 && ` ${t("makeUps.none")}.`}
        </p>
        {short > 0 && <p className={classes.hint}>{t("makeUps.noneHint")}</p>}
      </div>
    );
  }
  const rest =
    enough.length > 1
      ? t("makeUps.together", { titles: enough.join(", ") })
      : enough[0] !== undefined
        ? t("makeUps.alone", { title: enough[0] })
        : t("makeUps.notEnough");
  return <p>{short > 0 ? `${t("makeUps.short", { time: formatDuration(short) })} ${rest}` : t("makeUps.notShort")}</p>;
}

function Offer({ offer, short, timeZone }: { offer: MakeUpOffer; short: number; timeZone: string }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const at = (instant: string) => wallClock(new Date(instant), timeZone).time;
  const day = formatWeekday(offer.local_date, locale);
  const mends = [
    offer.mends_minutes > 0
      ? t("makeUps.mends", { time: formatDuration(offer.mends_minutes), short: formatDuration(short) })
      : t("makeUps.mendsNone"),
    offer.mends_day !== null && t(offer.mends_day ? "makeUps.day" : "makeUps.noDay", { day }),
  ];
  return (
    <span>
      <strong>{titleOf(offer)}</strong>
      <span className="num">
        {formatDay(offer.local_date, locale)}, {formatTimeRange(at(offer.starts_at), at(offer.ends_at), locale)}
      </span>
      <span className={`${classes.mends} num`}>{mends.filter(Boolean).join(", ")}</span>
    </span>
  );
}

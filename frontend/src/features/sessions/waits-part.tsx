import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ParticipantSummary, SeatWait, Session, SessionCard } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import { nameOf, namesOf } from "@/lib/names";
import { formatDate, wallClock } from "@/lib/time";
import { useBookingText } from "@/ui/booking-text";
import { PersonField } from "@/ui/person-field";

import { waitFields } from "./fields";
import { episodesQuery, personQuery, useAskForSeat, useBookWaiting, useWithdrawWait, waitsQuery } from "./queries";
import { bookable } from "./rules";
import classes from "./session-drawer.module.css";
import { en, es } from "./wait-texts";
import rows from "./waits-part.module.css";

addTexts("seatWaits", { en, es });

type Props = { session: Session; card: SessionCard; mayBook: boolean };

/** Who waits for a seat, first come first: shown once the session is full, and until nobody waits. */
export function WaitsPart({ session, card, mayBook }: Props) {
  const { t } = useTranslation();
  const bookingText = useBookingText();
  const waits = useQuery(waitsQuery(session.id));
  const list = waits.data ?? [];
  const nameOfId = useNames(list);
  const book = useBookWaiting();
  const withdraw = useWithdrawWait();
  const [failure, setFailure] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const free = card.capacity === null ? 0 : Math.max(0, card.capacity - card.booked);
  const full = card.capacity !== null && free === 0;
  if (!full && list.length === 0) return null;

  const answers = (done: string) => ({
    onSuccess: () => {
      setFailure(null);
      announce(done);
      // The row that was pressed goes.
      heading.current?.focus();
    },
    onError: (error: unknown) => setFailure(bookingText(error)),
  });
  return (
    <section className={classes.part} aria-labelledby="session-waits">
      <h3 id="session-waits" ref={heading} tabIndex={-1}>
        {t("seatWaits.title")} {list.length > 0 && <span className="meta num">{list.length}</span>}
      </h3>
      {free > 0 && (
        <p className={classes.hint}>
          {t("seatWaits.free", { count: free })} {t("seatWaits.freeHint")}
        </p>
      )}
      {failure !== null && (
        <p className={rows.failure} role="alert">
          {failure}
        </p>
      )}
      {waits.isError && !waits.data ? (
        <p className={classes.hint} role="alert">
          {bookingText(waits.error)}
        </p>
      ) : waits.isPending ? (
        <p className={classes.hint}>{t("state.loading")}</p>
      ) : list.length === 0 ? (
        <p className={classes.hint}>{t("seatWaits.none")}</p>
      ) : (
        <ol className={rows.list}>
          {list.map((wait) => {
            const name = nameOfId(wait.participant_id);
            return (
              <Waiting
                key={wait.id}
                wait={wait}
                name={name}
                zone={session.time_zone}
                onBook={mayBook && free > 0 ? () => book.mutate(wait, answers(t("seatWaits.booked", { name }))) : null}
                onTakeOff={mayBook ? () => withdraw.mutate(wait, answers(t("seatWaits.takenOff", { name }))) : null}
              />
            );
          })}
        </ol>
      )}
      {mayBook && full && <AddWaiting session={session} />}
    </section>
  );
}

type WaitingProps = {
  wait: SeatWait;
  name: string;
  zone: string;
  onBook: (() => void) | null;
  onTakeOff: (() => void) | null;
};

function Waiting({ wait, name, zone, onBook, onTakeOff }: WaitingProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const since = wallClock(new Date(wait.created_at), zone).date;
  return (
    <li>
      <span>
        {name} <span className="meta num">{t("seatWaits.since", { date: formatDate(since, locale) })}</span>
      </span>
      <span className={rows.acts}>
        {onBook && (
          <Button size="compact-sm" aria-label={t("seatWaits.bookWho", { name })} onClick={onBook}>
            {t("seatWaits.book")}
          </Button>
        )}
        {onTakeOff && (
          <Button size="compact-sm" variant="subtle" aria-label={t("seatWaits.offWho", { name })} onClick={onTakeOff}>
            {t("seatWaits.off")}
          </Button>
        )}
      </span>
    </li>
  );
}

/** Finds somebody and puts them on the list by their episode in the session's program. */
function AddWaiting({ session }: { session: Session }) {
  const { t } = useTranslation();
  const bookingText = useBookingText();
  const client = useQueryClient();
  const ask = useAskForSeat(session.id);
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<string>();
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    setError(undefined);
    setTimeout(() => opener.current?.focus());
  };
  const add = async (person: ParticipantSummary | null) => {
    if (!person || ask.isPending) return;
    setError(undefined);
    try {
      const { items } = await client.fetchQuery(episodesQuery(person.id));
      const episode = bookable(items, session.service_kind).find((one) => one.program_id === session.program_id);
      if (!episode) return setError(t("seatWaits.noEpisode", { name: nameOf(person) }));
      await ask.mutateAsync(episode.id);
      announce(t("seatWaits.added", { name: nameOf(person) }));
      close();
    } catch (reason) {
      setError(bookingText(reason));
    }
  };
  if (!open) {
    return (
      <Button
        ref={opener}
        className={rows.add as string}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("seatWaits.add")}
      </Button>
    );
  }
  return (
    <div className={rows.adding}>
      <PersonField
        id={`session-wait-${waitFields.episode_id}`}
        label={t("seatWaits.who")}
        autoFocus
        person={null}
        error={error}
        onChoose={(person) => void add(person)}
      />
      <Button size="compact-sm" onClick={close}>
        {t("seatWaits.cancel")}
      </Button>
    </div>
  );
}

/** What to call those on the list. */
function useNames(waits: readonly SeatWait[]): (id: string) => string {
  const { t } = useTranslation();
  const ids = waits.map((wait) => wait.participant_id);
  const people = useQueries({ queries: ids.map((id) => personQuery(id)) });
  return (id) => {
    const read = people[ids.indexOf(id)];
    if (read?.data) return nameOf(namesOf(read.data));
    return t(read?.isError ? "seatWaits.hidden" : "seatWaits.loading");
  };
}

import { Button } from "@mantine/core";
import { IconArmchair } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort, WaitlistEntry } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";

import { useRefusal } from "./problems";
import { useOffer, waitlistQuery } from "./queries";
import type { Rights } from "./rights";
import { type Person, usePeople } from "./use-people";
import { PlaceDialog, WaitDialog, WithdrawDialog } from "./waitlist-dialogs";
import classes from "./waitlist-panel.module.css";

type Props = { cohort: Cohort; today: LocalDate; rights: Rights };
type Change = { what: "place" | "withdraw"; entry: WaitlistEntry };

/** Who waits, in the order of the queue, and what for. */
export function WaitlistPanel({ cohort, today, rights }: Props) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const query = useQuery(waitlistQuery(cohort.id));
  const offer = useOffer();
  const [adding, setAdding] = useState(false);
  const [change, setChange] = useState<Change | null>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const entries = query.data ?? [];
  const personOf = usePeople(
    entries.map((entry) => entry.participant_id),
    cohort.program_id,
  );
  const named = change && { entry: change.entry, name: personOf(change.entry.participant_id).name };
  const close = () => setChange(null);
  const open = cohort.status !== "ended";

  const noteOffer = (entry: WaitlistEntry, name: string) => {
    setErrors([]);
    offer.mutate(entry.id, {
      onSuccess: () => announce(t("cohorts.waitlist.offeredNow", { name })),
      onError: (error) => setErrors(refusal(error, {})),
    });
  };

  return (
    <ListPanel
      title={t("cohorts.waitlist.title")}
      count={query.isSuccess ? entries.length : undefined}
      actions={
        rights.changesWaitlist && open && <Button onClick={() => setAdding(true)}>{t("cohorts.waitlist.add")}</Button>
      }
    >
      {errors.length > 0 && (
        <div className={classes.errors}>
          <ErrorSummary title={t("cohorts.form.summary")} errors={errors} />
        </div>
      )}
      {query.isPending ? (
        <LoadingRows rows={2} height={44} />
      ) : query.isError && entries.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : entries.length === 0 ? (
        <NoRows>{t("cohorts.waitlist.empty")}</NoRows>
      ) : (
        <ol>
          {entries.map((entry) => (
            <Entry
              key={entry.id}
              entry={entry}
              person={personOf(entry.participant_id)}
              mayPlace={rights.changesMembers && open}
              mayChange={rights.changesWaitlist}
              onPlace={() => setChange({ what: "place", entry })}
              onWithdraw={() => setChange({ what: "withdraw", entry })}
              onOffer={(name) => noteOffer(entry, name)}
            />
          ))}
        </ol>
      )}
      <WaitDialog cohort={cohort} today={today} opened={adding} onClose={() => setAdding(false)} />
      {named && change.what === "place" && (
        <PlaceDialog {...named} cohort={cohort} today={today} admitsLate={rights.admitsLate} onClose={close} />
      )}
      {named && change.what === "withdraw" && <WithdrawDialog {...named} onClose={close} />}
    </ListPanel>
  );
}

type EntryProps = {
  entry: WaitlistEntry;
  person: Person;
  mayPlace: boolean;
  mayChange: boolean;
  onPlace: () => void;
  onWithdraw: () => void;
  onOffer: (name: string) => void;
};

function Entry({ entry, person, mayPlace, mayChange, onPlace, onWithdraw, onOffer }: EntryProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const who = { name: person.name };
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <strong>{person.name}</strong>
        {entry.status === "offered" && (
          <Chip icon={<IconArmchair size={14} stroke={1.75} aria-hidden />}>{t("cohorts.waitlist.offered")}</Chip>
        )}
      </div>
      <div className="meta">
        {t("cohorts.waitsFor", { reasons: t(`cohorts.waitlist.reasonOf.${entry.reason}`) })},{" "}
        {t("cohorts.waitlist.since", { date: formatDate(entry.requested_on, locale) })}
      </div>
      {(mayPlace || mayChange) && (
        <div className={classes.actions}>
          {mayPlace && (
            <Button aria-label={t("cohorts.waitlist.placeWho", who)} onClick={onPlace}>
              {t("cohorts.waitlist.place")}
            </Button>
          )}
          {mayChange && entry.status === "waiting" && (
            <Button aria-label={t("cohorts.waitlist.offerWho", who)} onClick={() => onOffer(person.name)}>
              {t("cohorts.waitlist.offer")}
            </Button>
          )}
          {mayChange && (
            <Button variant="subtle" aria-label={t("cohorts.waitlist.withdrawWho", who)} onClick={onWithdraw}>
              {t("cohorts.waitlist.withdraw")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

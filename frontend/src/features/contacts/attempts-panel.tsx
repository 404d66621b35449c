import { ActionIcon, Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconMail,
  IconMailOpened,
  IconMapPin,
  IconMessage,
  IconPhone,
  IconVideo,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { staffNamesQuery } from "@/api/clinic";
import type { Contact, ContactAttempt, ContactWay } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatTime, wallClock } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import { AttemptForm } from "./attempt-form";
import classes from "./contacts.module.css";
import { attemptsQuery } from "./queries";
import { VoidForm } from "./void-form";
import { wayValue } from "./words";

type Props = {
  participantId: string;
  ways: readonly ContactWay[];
  contacts: readonly Contact[];
  now: Date;
  timeZone: string;
  mayRecord: boolean;
  recording: boolean;
  onRecording: (on: boolean) => void;
};

/** Who tried to reach the person, how it went and what comes next, the latest first. */
export function AttemptsPanel(props: Props) {
  const { participantId, ways, contacts, now, timeZone, mayRecord, recording, onRecording } = props;
  const { t } = useTranslation();
  const attempts = useInfiniteQuery(attemptsQuery(participantId));
  const [taken, setTaken] = useState<{ id: string; name: string } | null>(null);
  const close = () => onRecording(false);
  const list = attempts.data?.pages.flatMap((page) => page.items) ?? [];
  // Looked up each time, so that after a conflict the next attempt rests on what somebody else saved.
  const takingBack = taken && list.find((one) => one.id === taken.id);
  return (
    <Panel
      title={t("contacts.attempts")}
      actions={mayRecord && <Button onClick={() => onRecording(true)}>{t("contacts.recordAttempt")}</Button>}
    >
      {attempts.isPending ? (
        <LoadingRows rows={2} />
      ) : attempts.isError && !attempts.data ? (
        <ErrorState error={attempts.error} onRetry={() => void attempts.refetch()} />
      ) : list.length === 0 ? (
        <PanelNote>{t("contacts.noAttempts")}</PanelNote>
      ) : (
        <ul className={classes.rows}>
          {list.map((one) => (
            <AttemptRow
              key={one.id}
              attempt={one}
              ways={ways}
              contacts={contacts}
              timeZone={timeZone}
              onTakeBack={mayRecord ? (name) => setTaken({ id: one.id, name }) : undefined}
            />
          ))}
        </ul>
      )}
      {attempts.hasNextPage && (
        <div className={classes.more}>
          <Button loading={attempts.isFetchingNextPage} onClick={() => void attempts.fetchNextPage()}>
            {t("state.more")}
          </Button>
        </div>
      )}
      <FormDrawer title={t("contacts.recordAttempt")} opened={recording} onClose={close}>
        {recording && (
          <AttemptForm
            participantId={participantId}
            ways={ways}
            contacts={contacts}
            now={now}
            timeZone={timeZone}
            onClose={close}
          />
        )}
      </FormDrawer>
      <FormDrawer title={t("contacts.takeBackTitle")} opened={Boolean(takingBack)} onClose={() => setTaken(null)}>
        {taken && takingBack && (
          <VoidForm
            participantId={participantId}
            attempt={takingBack}
            name={taken.name}
            onClose={() => setTaken(null)}
          />
        )}
      </FormDrawer>
    </Panel>
  );
}

const icons = {
  phone: IconPhone,
  text: IconMessage,
  email: IconMail,
  letter: IconMailOpened,
  visit: IconMapPin,
  video: IconVideo,
};

type RowProps = {
  attempt: ContactAttempt;
  ways: readonly ContactWay[];
  contacts: readonly Contact[];
  timeZone: string;
  onTakeBack: ((name: string) => void) | undefined;
};

function AttemptRow({ attempt, ways, contacts, timeZone, onTakeBack }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const names = useQuery(staffNamesQuery);
  const Icon = icons[attempt.means];
  const { date, time } = wallClock(new Date(attempt.attempted_at), timeZone);
  const way = ways.find((one) => one.id === attempt.contact_way_id);
  const contact = contacts.find((one) => one.id === attempt.contact_id);
  const name = `${formatDate(date, locale)}, ${formatTime(time, locale)}`;
  const reached = attempt.outcome === "reached" || attempt.outcome === "reached_contact";
  return (
    <li className={classes.row} data-over={attempt.voided_at ? true : undefined}>
      <Icon size={16} stroke={1.75} role="img" aria-label={t(`contacts.meansOf.${attempt.means}`)} />
      <div>
        <div className={classes.main}>
          <strong className="num">{name}</strong>
          {reached && !attempt.voided_at ? (
            <Chip tone="ok" icon={<IconCircleCheck size={14} stroke={1.75} aria-hidden />}>
              {t(`contacts.outcomeOf.${attempt.outcome}`)}
            </Chip>
          ) : (
            <span>{t(`contacts.outcomeOf.${attempt.outcome}`)}</span>
          )}
        </div>
        <p className="meta num">
          {[
            t(`contacts.attemptReasonOf.${attempt.reason}`),
            contact?.name,
            way && wayValue(way),
            attempt.staff_id && names.data?.get(attempt.staff_id),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {attempt.next_step && <p className={classes.step}>{attempt.next_step}</p>}
        {attempt.next_step_due_on && (
          <p className="meta num">{t("contacts.stepDue", { date: formatDate(attempt.next_step_due_on, locale) })}</p>
        )}
        {attempt.voided_at && <p className="meta">{t("contacts.takenBack", { reason: attempt.void_reason ?? "" })}</p>}
      </div>
      {onTakeBack && !attempt.voided_at && (
        <ActionIcon
          aria-label={t("contacts.takeBackOne", { name })}
          title={t("contacts.takeBack")}
          onClick={() => onTakeBack(name)}
        >
          <IconArrowBackUp size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

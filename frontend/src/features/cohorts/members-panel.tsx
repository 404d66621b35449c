import { Button, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort, Membership } from "@/api/types";
import { isLocalDate, type LocalDate } from "@/lib/time";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Segments } from "@/ui/segments";

import { AdmitDialog } from "./admit-dialog";
import { EndDialog } from "./end-dialog";
import { MemberRow } from "./member-row";
import classes from "./members-panel.module.css";
import { MoveDialog } from "./move-dialog";
import { membersQuery } from "./queries";
import type { Rights } from "./rights";
import { usePeople } from "./use-people";

type Props = {
  cohort: Cohort;
  today: LocalDate;
  on: LocalDate;
  everyDay: boolean;
  rights: Rights;
  onDay: (day: LocalDate) => void;
  onEveryDay: (everyDay: boolean) => void;
};

type Change = { what: "move" | "end"; membership: Membership };

/** Who belongs to the cohort on a day, or ever did, and what changes it. */
export function MembersPanel({ cohort, today, on, everyDay, rights, onDay, onEveryDay }: Props) {
  const { t } = useTranslation();
  const dayField = useId();
  const [admitting, setAdmitting] = useState(false);
  const [change, setChange] = useState<Change | null>(null);
  const query = useInfiniteQuery(membersQuery(cohort.id, everyDay ? null : on));
  const members = query.data?.pages.flatMap((page) => page.items) ?? [];
  const personOf = usePeople(
    members.map((member) => member.participant_id),
    cohort.program_id,
  );
  const named = change && { membership: change.membership, name: personOf(change.membership.participant_id).name };
  const close = () => setChange(null);

  return (
    <ListPanel
      title={t("cohorts.members.title")}
      count={query.isSuccess && !query.hasNextPage ? members.length : undefined}
      actions={
        rights.changesMembers &&
        cohort.status !== "ended" && (
          <Button
            variant="filled"
            leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden />}
            onClick={() => setAdmitting(true)}
          >
            {t("cohorts.members.admit")}
          </Button>
        )
      }
    >
      <div className={classes.choice}>
        <Segments
          label={t("cohorts.members.which")}
          value={everyDay ? "all" : "day"}
          options={[
            { value: "day", label: t("cohorts.members.onDay") },
            { value: "all", label: t("cohorts.members.all") },
          ]}
          onChange={(which) => onEveryDay(which === "all")}
        />
        <span className={classes.day}>
          <label htmlFor={dayField}>{t("cohorts.members.asOf")}</label>
          <TextInput
            id={dayField}
            type="date"
            value={on}
            onChange={(event) => isLocalDate(event.target.value) && onDay(event.target.value)}
          />
        </span>
        {on !== today && <Button onClick={() => onDay(today)}>{t("cohorts.members.today")}</Button>}
      </div>
      {query.isPending ? (
        <LoadingRows rows={6} height={36} />
      ) : query.isError && members.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : members.length === 0 ? (
        <NoRows>
          {t(everyDay ? "cohorts.members.emptyAll" : "cohorts.members.empty")}.{" "}
          {t(everyDay ? "cohorts.members.emptyAllHint" : "cohorts.members.emptyHint")}
        </NoRows>
      ) : (
        <ul data-stale={query.isPlaceholderData || undefined} className={classes.rows}>
          {members.map((membership) => (
            <MemberRow
              key={membership.id}
              membership={membership}
              person={personOf(membership.participant_id)}
              day={everyDay ? today : on}
              today={today}
              mayChange={rights.changesMembers}
              onMove={() => setChange({ what: "move", membership })}
              onEnd={() => setChange({ what: "end", membership })}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("state.more")}
          </Button>
        </div>
      )}
      <AdmitDialog
        cohort={cohort}
        today={today}
        admitsLate={rights.admitsLate}
        opened={admitting}
        onClose={() => setAdmitting(false)}
      />
      {named && change.what === "move" && (
        <MoveDialog {...named} cohort={cohort} today={today} admitsLate={rights.admitsLate} onClose={close} />
      )}
      {named && change.what === "end" && <EndDialog {...named} cohort={cohort} today={today} onClose={close} />}
    </ListPanel>
  );
}

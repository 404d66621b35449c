import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Episode, Participant } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { ErrorState } from "@/ui/page";
import { Panel, TableScroll } from "@/ui/panel";

import { AuditPanel } from "./audit-panel";
import { DemographicsPanel } from "./demographics-panel";
import { FormerNamesPanel } from "./former-names-panel";
import { IdentifiersPanel } from "./identifiers-panel";
import { MergePanel } from "./merge-panel";
import { PayersPanel } from "./payers-panel";
import { mergedRecordsQuery } from "./queries";

type Props = {
  person: Participant;
  episode: Episode | undefined;
  permissions: readonly string[];
  today: LocalDate;
  timeZone: string;
  /** The record that this one is compared with, by its id. */
  comparedWith: string | undefined;
  onCompared: () => void;
};

/** What is on file of a person, records that may be the same person's, and who saw the chart. */
export function RecordTab({ person, episode, permissions, today, timeZone, comparedWith, onCompared }: Props) {
  const mayChange = permissions.includes("participant:update") && person.status !== "merged";
  return (
    <>
      <DemographicsPanel person={person} today={today} mayChange={mayChange} />
      <IdentifiersPanel participantId={person.id} today={today} mayChange={mayChange} />
      {episode && (
        <PayersPanel
          participantId={person.id}
          episodeId={episode.id}
          today={today}
          mayChange={permissions.includes("episode:payer")}
        />
      )}
      <FormerNamesPanel participantId={person.id} mayChange={mayChange} />
      {person.status !== "merged" && <MergedRecords participantId={person.id} />}
      {permissions.includes("participant:merge") && person.status !== "merged" && (
        <MergePanel
          person={person}
          maySuggest={permissions.includes("participant:create")}
          comparedWith={comparedWith}
          onCompared={onCompared}
        />
      )}
      {permissions.includes("audit:chart") && <AuditPanel participantId={person.id} timeZone={timeZone} />}
    </>
  );
}

/** Records that this one stands for; nothing where there is none. */
function MergedRecords({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const records = useQuery(mergedRecordsQuery(participantId));
  if (records.isError) {
    return (
      <Panel title={t("record.mergedRecords")}>
        <ErrorState error={records.error} onRetry={() => void records.refetch()} />
      </Panel>
    );
  }
  if (!records.data || records.data.length === 0) return null;
  return (
    <Panel title={t("record.mergedRecords")}>
      <TableScroll label={t("record.mergedRecords")}>
        <thead>
          <tr>
            <th scope="col">{t("numbers.number")}</th>
            <th scope="col">{t("record.name")}</th>
          </tr>
        </thead>
        <tbody>
          {records.data.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to="/participants/$participantId" params={{ participantId: one.id }}>
                  {one.mrn}
                </Link>
              </th>
              <td>{one.full_name}</td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
    </Panel>
  );
}

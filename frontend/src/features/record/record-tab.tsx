import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

import { AuditPanel } from "./audit-panel";
import { DemographicsPanel } from "./demographics-panel";
import { MergePanel } from "./merge-panel";
import { formerNamesQuery, identifiersQuery, mergedRecordsQuery } from "./queries";
import { formerNameOf } from "./rules";

type Props = { person: Participant; permissions: readonly string[]; today: LocalDate; timeZone: string };

/** What is on file of a person, records that may be the same person's, and who saw the chart. */
export function RecordTab({ person, permissions, today, timeZone }: Props) {
  return (
    <>
      <DemographicsPanel
        person={person}
        today={today}
        mayChange={permissions.includes("participant:update") && person.status !== "merged"}
      />
      <Identifiers participantId={person.id} />
      <FormerNames participantId={person.id} />
      {person.status !== "merged" && <MergedRecords participantId={person.id} />}
      {permissions.includes("participant:merge") && person.status !== "merged" && (
        <MergePanel person={person} maySuggest={permissions.includes("participant:create")} />
      )}
      {permissions.includes("audit:chart") && <AuditPanel participantId={person.id} timeZone={timeZone} />}
    </>
  );
}

function Identifiers({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const identifiers = useQuery(identifiersQuery(participantId));
  return (
    <Panel title={t("record.identifiers")}>
      {identifiers.isPending ? (
        <LoadingRows rows={2} />
      ) : identifiers.isError ? (
        <ErrorState error={identifiers.error} onRetry={() => void identifiers.refetch()} />
      ) : identifiers.data.length === 0 ? (
        <PanelNote>{t("record.noIdentifiers")}</PanelNote>
      ) : (
        <TableScroll label={t("record.identifiers")}>
          <thead>
            <tr>
              <th scope="col">{t("record.number")}</th>
              <th scope="col">{t("record.numberKind")}</th>
              <th scope="col">{t("record.system")}</th>
            </tr>
          </thead>
          <tbody>
            {identifiers.data.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.value}</th>
                <td>{t(`record.numberKindOf.${one.kind}`)}</td>
                <td>{one.system}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
    </Panel>
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
            <th scope="col">{t("record.number")}</th>
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

/** Behind a button: a former name on an open screen can hurt, and may tell others what they need not know. */
function FormerNames({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const names = useQuery({ ...formerNamesQuery(participantId), enabled: shown });
  return (
    <Panel
      title={t("record.formerNames")}
      hint={t("record.formerNamesHint")}
      actions={
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "record.hideFormerNames" : "record.showFormerNames")}
        </Button>
      }
    >
      {!shown ? null : names.isPending ? (
        <LoadingRows rows={2} />
      ) : names.isError ? (
        <ErrorState error={names.error} onRetry={() => void names.refetch()} />
      ) : names.data.length === 0 ? (
        <PanelNote>{t("record.noFormerNames")}</PanelNote>
      ) : (
        <TableScroll label={t("record.formerNames")}>
          <thead>
            <tr>
              <th scope="col">{t("record.name")}</th>
              <th scope="col">{t("record.nameKind")}</th>
            </tr>
          </thead>
          <tbody>
            {names.data.map((name) => (
              <tr key={name.id}>
                <th scope="row">{formerNameOf(name)}</th>
                <td>{t(`record.nameKindOf.${name.kind}`)}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
    </Panel>
  );
}

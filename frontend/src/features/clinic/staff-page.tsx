import { Button, NativeSelect } from "@mantine/core";
import { IconCertificateOff, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account, Credential, StaffStatus, StaffSummary } from "@/api/types";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ClinicHead } from "./clinic-head";
import { EndingChip } from "./expiry-chip";
import { PersonForm } from "./person-form";
import { accountsQuery, endingCredentialsQuery, staffQuery } from "./queries";
import { accountsByPerson, endingNext, periodState, staffInOrder, staffStatuses } from "./rules";
import { StatusChip } from "./status-chip";

type Props = {
  today: string;
  timeZone: string;
  status: StaffStatus | undefined;
  onStatus: (status: StaffStatus | undefined) => void;
  /** What the signed-in person may see and do, beyond the list itself. */
  may: { readAccounts: boolean; readCredentials: boolean; invite: boolean; putOnFile: boolean };
};

/** Everybody who works here; whose licence ends soon, first. */
export function StaffPage({ today, timeZone, status, onStatus, may }: Props) {
  const { t } = useTranslation();
  const staff = useQuery(staffQuery);
  const accounts = useQuery({ ...accountsQuery, enabled: may.readAccounts });
  const ending = useQuery({ ...endingCredentialsQuery, enabled: may.readCredentials });
  const [adding, setAdding] = useState(false);
  const close = () => setAdding(false);
  const mayAdd = may.invite || may.putOnFile;
  const add = mayAdd && (
    <Button onClick={() => setAdding(true)}>{t(may.invite ? "clinic.invitePerson" : "clinic.putOnFile")}</Button>
  );
  const parts = [staff, ...(may.readAccounts ? [accounts] : []), ...(may.readCredentials ? [ending] : [])];
  const failed = parts.find((part) => part.isError && !part.data);
  const people = (staff.data ?? []).filter((person) => !status || person.status === status);
  return (
    <>
      <ClinicHead
        tab="staff"
        actions={
          <>
            <NativeSelect
              aria-label={t("clinic.status")}
              value={status ?? ""}
              onChange={(event) => onStatus(staffStatuses.find((one) => one === event.target.value))}
            >
              <option value="">{t("clinic.anyStatus")}</option>
              {staffStatuses.map((one) => (
                <option key={one} value={one}>
                  {t(`clinic.statuses.${one}`)}
                </option>
              ))}
            </NativeSelect>
            {add}
          </>
        }
      />
      {failed ? (
        <ErrorState
          error={failed.error}
          onRetry={() => {
            for (const part of parts) void part.refetch();
          }}
        />
      ) : parts.some((part) => part.isPending) ? (
        <LoadingRows rows={10} height={36} />
      ) : people.length === 0 ? (
        <EmptyState
          icon={<IconUsers size={24} stroke={1.5} aria-hidden />}
          title={t(status ? "clinic.noStaffOfStatus" : "clinic.noStaff")}
          {...(status ? {} : { hint: t("clinic.noStaffHint") })}
          action={status ? <Button onClick={() => onStatus(undefined)}>{t("clinic.showAll")}</Button> : undefined}
        />
      ) : (
        <StaffTable
          people={people}
          today={today}
          accounts={may.readAccounts ? (accounts.data ?? []) : null}
          ending={may.readCredentials ? (ending.data ?? []) : null}
        />
      )}
      <FormDrawer title={t(may.invite ? "clinic.invitePerson" : "clinic.putOnFile")} opened={adding} onClose={close}>
        {adding && <PersonForm inviting={may.invite} timeZone={timeZone} onClose={close} />}
      </FormDrawer>
    </>
  );
}

type TableProps = {
  people: StaffSummary[];
  today: string;
  /** Null where the signed-in person may not see them. */
  accounts: Account[] | null;
  ending: Credential[] | null;
};

function StaffTable({ people, today, accounts, ending }: TableProps) {
  const { t } = useTranslation();
  const byPerson = accounts && accountsByPerson(accounts);
  const next = endingNext(ending ?? []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
    <section className={classes.table} aria-label={t("clinic.staff")} tabIndex={0}>
      <table aria-label={t("clinic.staff")}>
        <thead>
          <tr>
            <th scope="col">{t("clinic.person")}</th>
            {byPerson && <th scope="col">{t("clinic.roles")}</th>}
            <th scope="col">{t("clinic.status")}</th>
            {ending && <th scope="col">{t("clinic.licences")}</th>}
          </tr>
        </thead>
        <tbody>
          {staffInOrder(people, next).map((person) => {
            const credential = next.get(person.id);
            return (
              <tr key={person.id}>
                <th scope="row">
                  <Link
                    to="/clinic/staff/$staffId"
                    params={{ staffId: person.id }}
                    className={classes.person as string}
                  >
                    {person.display_name}
                  </Link>
                  {person.title && <div className="meta">{person.title}</div>}
                </th>
                {byPerson && (
                  <td>
                    <Roles account={byPerson.get(person.id)} today={today} />
                  </td>
                )}
                <td>
                  <StatusChip status={person.status} />
                </td>
                {ending && (
                  <td>
                    {credential ? <EndingChip credential={credential} today={today} /> : <Licence person={person} />}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={`${classes.foot} meta num`}>
        {t("clinic.staffCount", { count: people.length })}
        {!byPerson && ` · ${t("clinic.rolesHidden")}`}
      </p>
    </section>
  );
}

function Licence({ person }: { person: StaffSummary }) {
  const { t } = useTranslation();
  if (person.status === "left" || person.licence === null) return null;
  if (person.licence !== "missing") return <span className="meta">{t(`clinic.licence.${person.licence}`)}</span>;
  return (
    <Chip tone="warn" icon={<IconCertificateOff size={14} stroke={1.75} aria-hidden />}>
      {t("clinic.licence.missing")}
    </Chip>
  );
}

function Roles({ account, today }: { account: Account | undefined; today: string }) {
  const { t } = useTranslation();
  if (!account) return <span className="meta">{t("clinic.noAccount")}</span>;
  const roles = account.roles
    .filter((one) => periodState(one, today) === "running")
    .map((one) => t(`role.${one.role}`));
  return (
    <>
      {roles.join(", ") || t("clinic.noRoles")}
      {account.status !== "active" && <div className="meta">{t(`clinic.accountStatus.${account.status}`)}</div>}
    </>
  );
}

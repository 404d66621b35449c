import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconMail, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountRole, Enrolment, StaffFile } from "@/api/types";
import { announce } from "@/lib/announce";
import { staffRoles } from "@/lib/vocabulary";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ConfirmDialog, useRefusal } from "./confirm-dialog";
import { DatedGrantForm, DatedItem } from "./dated-grant";
import { roleFields } from "./fields";
import { InviteForm } from "./invite-form";
import { LinkNotice } from "./link-notice";
import { accountQuery, useEndRole, useGiveRole, useNewLink, useTakeAuthenticatorAway } from "./queries";
import { useFocusKept } from "./use-focus-kept";

type Props = {
  person: StaffFile;
  today: string;
  timeZone: string;
  own: boolean;
  may: { readAccounts: boolean; manageAccounts: boolean; invite: boolean };
};

/** Whether a person can sign in, and as what. */
export function RolesSection({ person, today, timeZone, own, may }: Props) {
  const { t } = useTranslation();
  const [inviting, setInviting] = useState(false);
  const accountId = person.account_id;
  return (
    <section className={classes.panel} aria-labelledby="roles">
      <div className={classes.head}>
        <div>
          <h2 id="roles" tabIndex={-1}>
            {t("clinic.rolesSection")}
          </h2>
        </div>
        {!accountId && may.invite && person.status !== "left" && (
          <Button onClick={() => setInviting(true)}>{t("clinic.invite")}</Button>
        )}
      </div>
      {!accountId ? (
        <p className={classes.empty}>
          {t("clinic.noAccount")}. {t("clinic.noAccountHint")}
        </p>
      ) : may.readAccounts ? (
        <Account
          accountId={accountId}
          name={person.display_name}
          today={today}
          timeZone={timeZone}
          own={own}
          mayManage={may.manageAccounts}
        />
      ) : (
        <p className={classes.empty}>{t("clinic.rolesUnseen")}</p>
      )}
      <FormDrawer title={t("clinic.invite")} opened={inviting} onClose={() => setInviting(false)}>
        {inviting && <InviteForm person={person} timeZone={timeZone} onClose={() => setInviting(false)} />}
      </FormDrawer>
    </section>
  );
}

const statusIcons = { active: IconCircleCheck, invited: IconMail, disabled: IconCircleMinus };

type AccountProps = {
  accountId: string;
  name: string;
  today: string;
  timeZone: string;
  own: boolean;
  mayManage: boolean;
};

function Account({ accountId, name, today, timeZone, own, mayManage }: AccountProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const account = useQuery(accountQuery(accountId));
  const end = useEndRole(accountId);
  const renew = useNewLink(accountId);
  const keepFocus = useFocusKept("roles", account.data);
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<AccountRole | null>(null);
  const takeAway = useTakeAuthenticatorAway(accountId);
  const [taking, setTaking] = useState(false);
  const [link, setLink] = useState<Enrolment | null>(null);
  if (account.isPending) return <LoadingRows rows={2} height={36} />;
  if (account.isError && !account.data) {
    return <ErrorState error={account.error} onRetry={() => void account.refetch()} />;
  }
  const { email, roles, status, second_factor: withApp } = account.data;
  const StatusIcon = statusIcons[status];
  return (
    <>
      <div className={classes.item}>
        <div>
          <strong>{email}</strong>
          {own && mayManage && <div className="meta">{t("clinic.ownRoles")}</div>}
        </div>
        <Chip icon={<StatusIcon size={14} stroke={1.75} aria-hidden />}>{t(`clinic.accountStatus.${status}`)}</Chip>
        {withApp && (
          <Chip tone="ok" icon={<IconShieldCheck size={14} stroke={1.75} aria-hidden />}>
            {t("clinic.withApp")}
          </Chip>
        )}
        {mayManage && !own && status !== "disabled" && (
          <div className={classes.chips}>
            <Button onClick={() => setGiving(true)}>{t("clinic.addRole")}</Button>
            <Button
              variant="subtle"
              loading={renew.isPending}
              onClick={() => renew.mutate(undefined, { onSuccess: setLink })}
            >
              {t("clinic.newLink")}
            </Button>
            {withApp && (
              <Button variant="subtle" onClick={() => setTaking(true)}>
                {t("clinic.takeApp")}
              </Button>
            )}
          </div>
        )}
      </div>
      {renew.isError && (
        <p className={classes.failure} role="alert">
          {refusal(renew.error)}
        </p>
      )}
      {roles.length === 0 && <p className={classes.empty}>{t("clinic.noRoles")}</p>}
      <ul aria-labelledby="roles">
        {roles.map((one) => (
          <DatedItem
            key={one.id}
            name={t(`role.${one.role}`)}
            period={one}
            today={today}
            ending={mayManage && !own ? { label: t("clinic.endRole"), onEnd: () => setEnding(one) } : undefined}
          />
        ))}
      </ul>
      <FormDrawer title={t("clinic.addRole")} opened={giving} onClose={() => setGiving(false)}>
        {giving && <RoleForm accountId={accountId} today={today} onClose={() => setGiving(false)} />}
      </FormDrawer>
      <FormDrawer title={t("clinic.newLink")} opened={link !== null} onClose={() => setLink(null)}>
        {link && <LinkNotice enrolment={link} name={name} timeZone={timeZone} onClose={() => setLink(null)} />}
      </FormDrawer>
      <ConfirmDialog
        title={t("clinic.takeAppQuestion", { name })}
        hint={t("clinic.takeAppHint")}
        label={t("clinic.takeApp")}
        opened={taking}
        pending={takeAway.isPending}
        error={takeAway.error}
        onConfirm={() =>
          takeAway.mutate(undefined, {
            onSuccess: () => {
              keepFocus();
              announce(t("clinic.appTaken"));
              setTaking(false);
            },
          })
        }
        onClose={() => {
          takeAway.reset();
          setTaking(false);
        }}
      />
      <ConfirmDialog
        title={t("clinic.endRoleQuestion", { role: ending ? t(`role.${ending.role}`) : "" })}
        hint={t("clinic.endRoleHint")}
        label={t("clinic.endRole")}
        opened={ending !== null}
        pending={end.isPending}
        error={end.error}
        onConfirm={() =>
          ending &&
          end.mutate(ending.id, {
            onSuccess: () => {
              keepFocus();
              announce(t("clinic.roleEnded"));
              setEnding(null);
            },
          })
        }
        onClose={() => {
          end.reset();
          setEnding(null);
        }}
      />
    </>
  );
}

function RoleForm({ accountId, today, onClose }: { accountId: string; today: string; onClose: () => void }) {
  const { t } = useTranslation();
  const role = useGiveRole(accountId);
  return (
    <DatedGrantForm
      name="role"
      subject={accountId}
      fields={roleFields}
      today={today}
      words={{
        what: t("clinic.role"),
        choose: t("clinic.chooseRole"),
        missing: t("clinic.roleMissing"),
        save: t("clinic.saveRole"),
      }}
      options={staffRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
      saving={role.isPending}
      give={({ what, starts_on, ends_on }, then) => role.mutate({ role: what, starts_on, ends_on }, then)}
      onClose={onClose}
    />
  );
}

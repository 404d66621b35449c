import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconClock, IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountRole, Enrolment, StaffFile } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ConfirmDialog, useRefusal } from "./confirm-dialog";
import { Form } from "./form";
import formClasses from "./form.module.css";
import { InviteForm } from "./invite-form";
import { LinkNotice } from "./link-notice";
import { accountQuery, useEndRole, useGiveRole, useNewLink } from "./queries";
import { orNull, periodState, staffRoles } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";
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
const stateIcons = { running: IconCircleCheck, ahead: IconClock, over: IconCircleMinus };
const stateTexts = { running: "clinic.inForce", ahead: "clinic.ahead", over: "clinic.over" } as const;

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
  const { locale } = useLanguage();
  const refusal = useRefusal();
  const account = useQuery(accountQuery(accountId));
  const end = useEndRole(accountId);
  const renew = useNewLink(accountId);
  const keepFocus = useFocusKept("roles", account.data);
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<AccountRole | null>(null);
  const [link, setLink] = useState<Enrolment | null>(null);
  if (account.isPending) return <LoadingRows rows={2} height={36} />;
  if (account.isError && !account.data) {
    return <ErrorState error={account.error} onRetry={() => void account.refetch()} />;
  }
  const { email, roles, status } = account.data;
  const StatusIcon = statusIcons[status];
  const period = (role: AccountRole) => {
    const from = formatDate(role.starts_on, locale);
    return role.ends_on
      ? t("clinic.period", { from, to: formatDate(role.ends_on, locale) })
      : t("clinic.since", { from });
  };
  return (
    <>
      <div className={classes.item}>
        <div>
          <strong>{email}</strong>
          {own && mayManage && <div className="meta">{t("clinic.ownRoles")}</div>}
        </div>
        <Chip icon={<StatusIcon size={14} stroke={1.75} aria-hidden />}>{t(`clinic.accountStatus.${status}`)}</Chip>
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
        {roles.map((one) => {
          const state = periodState(one, today);
          const Icon = stateIcons[state];
          return (
            <li key={one.id} className={`${classes.item} ${state === "over" ? classes.off : ""}`}>
              <div>
                <strong>{t(`role.${one.role}`)}</strong>
                <div className="meta num">{period(one)}</div>
              </div>
              <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(stateTexts[state])}</Chip>
              {mayManage && !own && state !== "over" && (
                <Button
                  variant="subtle"
                  aria-label={t("clinic.named", { action: t("clinic.endRole"), name: t(`role.${one.role}`) })}
                  onClick={() => setEnding(one)}
                >
                  {t("clinic.endRole")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <FormDrawer title={t("clinic.addRole")} opened={giving} onClose={() => setGiving(false)}>
        {giving && <RoleForm accountId={accountId} today={today} onClose={() => setGiving(false)} />}
      </FormDrawer>
      <FormDrawer title={t("clinic.newLink")} opened={link !== null} onClose={() => setLink(null)}>
        {link && <LinkNotice enrolment={link} name={name} timeZone={timeZone} onClose={() => setLink(null)} />}
      </FormDrawer>
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
  const give = useGiveRole(accountId);
  const [form, setForm] = useState({ role: "", starts_on: today, ends_on: "" });
  const labels = { role: t("clinic.role"), starts_on: t("clinic.firstDay"), ends_on: t("clinic.lastDay") };
  const mistakes = useClinicMistakes("role", labels);
  const submit = () => {
    const role = staffRoles.find((one) => one === form.role);
    if (mistakes.stop(role ? [] : [["role", t("clinic.roleMissing")]]) || !role) return;
    give.mutate(
      { role, starts_on: form.starts_on || today, ends_on: orNull(form.ends_on) },
      {
        onSuccess: () => {
          announce(t("clinic.saved"));
          onClose();
        },
        onError: mistakes.refuse,
      },
    );
  };
  const field = (name: keyof typeof form) => ({
    id: mistakes.fieldId(name),
    label: labels[name],
    value: form[name],
    error: mistakes.errorOf(name),
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <Form
      errors={mistakes.errors}
      submit={submit}
      label={t("clinic.saveRole")}
      saving={give.isPending}
      onClose={onClose}
    >
      <NativeSelect {...field("role")} data-autofocus>
        <option value="">{t("clinic.chooseRole")}</option>
        {staffRoles.map((one) => (
          <option key={one} value={one}>
            {t(`role.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <div className={formClasses.pair}>
        <TextInput {...field("starts_on")} type="date" />
        <TextInput {...field("ends_on")} type="date" />
      </div>
      <p className={formClasses.hint}>{t("clinic.lastDayHint")}</p>
    </Form>
  );
}

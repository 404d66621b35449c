import { IconAlertTriangle, IconCertificate, IconCertificateOff, IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SignedIn, StaffFile } from "@/api/types";
import { expiryOf } from "@/lib/expiry";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./account-page.module.css";
import { AuthenticatorPanel } from "./authenticator-panel";
import { Devices, type SignOutEverywhere } from "./devices";
import { OpenRecords } from "./open-records";
import { PasswordForm } from "./password-form";
import { ownFileQuery } from "./queries";

type Props = { session: SignedIn; today: string; settings: ReactNode; everywhere: SignOutEverywhere };

/** Who is signed in, where, with which password, and how this browser is set. */
export function AccountPage({ session, today, settings, everywhere }: Props) {
  const { t } = useTranslation();
  const { account, organization } = session;
  return (
    <>
      <PageHead title={t("account.title")} />
      <div className={classes.page}>
        <section className={classes.panel} aria-labelledby="you">
          <h2 id="you">{t("account.you")}</h2>
          <dl className={classes.facts}>
            <dt>{t("account.name")}</dt>
            <dd>{account.display_name}</dd>
            <dt>{t("account.email")}</dt>
            <dd>{account.email}</dd>
            <dt>{t("account.organization")}</dt>
            <dd>{organization.name}</dd>
            <dt>{t("account.roles")}</dt>
            <dd>{account.roles.map((role) => t(`role.${role}`)).join(", ") || t("account.noRoles")}</dd>
          </dl>
          {account.staff_id && session.permissions.includes("staff:read") ? (
            <OwnFile staffId={account.staff_id} today={today} />
          ) : (
            <p className="meta">{t("account.fileMissing")}</p>
          )}
        </section>
        <Devices timeZone={organization.time_zone} everywhere={everywhere} />
        {session.permissions.includes("break_glass:use") && <OpenRecords timeZone={organization.time_zone} />}
        <PasswordForm email={account.email} />
        {session.permissions.includes("second_factor:own") && <AuthenticatorPanel timeZone={organization.time_zone} />}
        <section className={classes.panel} aria-labelledby="settings">
          <h2 id="settings">{t("account.settings")}</h2>
          <dl className={classes.facts}>{settings}</dl>
        </section>
      </div>
    </>
  );
}

function OwnFile({ staffId, today }: { staffId: string; today: string }) {
  const { t } = useTranslation();
  const file = useQuery(ownFileQuery(staffId));
  if (file.isPending) return <LoadingRows rows={2} height={18} />;
  if (file.isError && !file.data) return <ErrorState error={file.error} onRetry={() => void file.refetch()} />;
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t("account.licence")}</dt>
        <dd>
          <LicenceChip licensedUntil={file.data.licensed_until} today={today} />
        </dd>
        <dt>{t("account.mayLead")}</dt>
        <dd>{file.data.may_lead.map((kind) => t(`kind.${kind}`)).join(", ") || t("account.mayLeadNothing")}</dd>
      </dl>
      <Link to="/clinic/staff/$staffId" params={{ staffId }} className={classes.file as string}>
        {t("account.file")}
      </Link>
    </>
  );
}

const looks = {
  none: { tone: "plain", Icon: IconCertificateOff },
  unlimited: { tone: "ok", Icon: IconCertificate },
  valid: { tone: "ok", Icon: IconCertificate },
  soon: { tone: "warn", Icon: IconClock },
  expired: { tone: "danger", Icon: IconAlertTriangle },
} as const;

function LicenceChip({ licensedUntil, today }: { licensedUntil: StaffFile["licensed_until"]; today: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const state = licensedUntil === null ? "none" : expiryOf(licensedUntil, today).state;
  const { tone, Icon } = looks[state];
  return (
    <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(`account.licences.${state}`, { date: licensedUntil ? formatDate(licensedUntil, locale) : "" })}
    </Chip>
  );
}

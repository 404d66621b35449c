import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconCircleMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Credential } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate, wallClock } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { useRefusal } from "./confirm-dialog";
import { CredentialForm } from "./credential-form";
import { ValidityChip } from "./expiry-chip";
import { credentialsQuery, useVerifyCredential } from "./queries";
import { RevokeForm } from "./revoke-form";
import { credentialsInOrder } from "./rules";
import { useFocusKept } from "./use-focus-kept";

type Editing = { what: "form"; id: string | null } | { what: "revoke"; id: string };

type Props = { staffId: string; today: string; timeZone: string; mayManage: boolean };

/** Licences and certificates of one person. */
export function CredentialsSection({ staffId, today, timeZone, mayManage }: Props) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const credentials = useQuery(credentialsQuery(staffId));
  const verify = useVerifyCredential();
  const keepFocus = useFocusKept("credentials", credentials.data);
  const [editing, setEditing] = useState<Editing | null>(null);
  const close = () => {
    keepFocus();
    setEditing(null);
  };
  const edited = credentials.data?.find((one) => one.id === editing?.id);
  const wordOf = (one: Credential) => t(`clinic.credentialKinds.${one.kind}`);
  return (
    <section className={classes.panel} aria-labelledby="credentials">
      <div className={classes.head}>
        <div>
          <h2 id="credentials" tabIndex={-1}>
            {t("clinic.credentials")}
          </h2>
        </div>
        {mayManage && (
          <Button onClick={() => setEditing({ what: "form", id: null })}>{t("clinic.addCredential")}</Button>
        )}
      </div>
      {credentials.isPending ? (
        <LoadingRows rows={2} height={36} />
      ) : credentials.isError && !credentials.data ? (
        <ErrorState error={credentials.error} onRetry={() => void credentials.refetch()} />
      ) : credentials.data.length === 0 ? (
        <p className={classes.empty}>
          {t("clinic.noCredentials")}. {t("clinic.noCredentialsHint")}
        </p>
      ) : (
        <ul aria-labelledby="credentials">
          {credentialsInOrder(credentials.data, today).map((one) => (
            <CredentialItem
              key={one.id}
              credential={one}
              today={today}
              timeZone={timeZone}
              verifying={verify.isPending && verify.variables === one.id}
              onVerify={
                mayManage
                  ? () =>
                      verify.mutate(one.id, {
                        onSuccess: () => {
                          keepFocus();
                          announce(t("clinic.verifyDone", { kind: wordOf(one) }));
                        },
                      })
                  : undefined
              }
              onEdit={mayManage ? () => setEditing({ what: "form", id: one.id }) : undefined}
              onRevoke={mayManage ? () => setEditing({ what: "revoke", id: one.id }) : undefined}
            />
          ))}
        </ul>
      )}
      {verify.isError && (
        <p className={classes.failure} role="alert">
          {refusal(verify.error)}
        </p>
      )}
      <FormDrawer
        title={
          editing?.what === "revoke"
            ? t("clinic.revokeTitle", { kind: edited ? wordOf(edited) : "" })
            : t(editing?.id ? "clinic.renewCredential" : "clinic.addCredential")
        }
        opened={editing !== null}
        onClose={close}
      >
        {editing?.what === "form" && <CredentialForm staffId={staffId} credential={edited ?? null} onClose={close} />}
        {editing?.what === "revoke" && edited && <RevokeForm credential={edited} today={today} onClose={close} />}
      </FormDrawer>
    </section>
  );
}

type ItemProps = {
  credential: Credential;
  today: string;
  timeZone: string;
  verifying: boolean;
  onVerify: (() => void) | undefined;
  onEdit: (() => void) | undefined;
  onRevoke: (() => void) | undefined;
};

function CredentialItem({ credential, today, timeZone, verifying, onVerify, onEdit, onRevoke }: ItemProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const kind = t(`clinic.credentialKinds.${credential.kind}`);
  const revoked = credential.revoked_on;
  const named = (action: "clinic.verify" | "clinic.renewCredential" | "clinic.revoke") =>
    t("clinic.named", { action: t(action), name: kind });
  return (
    <li className={`${classes.item} ${revoked ? classes.off : ""}`}>
      <div>
        <strong>{[kind, credential.state].filter(Boolean).join(", ")}</strong>
        <div className="meta num">
          {t("clinic.facts", { number: credential.number })} · {t("clinic.issuedOn")}{" "}
          {formatDate(credential.issued_on, locale)}
          {credential.revoke_reason && ` · ${credential.revoke_reason}`}
        </div>
      </div>
      <div className={classes.chips}>
        {revoked ? (
          <Chip tone="danger" icon={<IconCircleMinus size={14} stroke={1.75} aria-hidden />}>
            {t("clinic.revoked", { date: formatDate(revoked, locale) })}
          </Chip>
        ) : (
          <>
            <ValidityChip credential={credential} today={today} />
            {credential.verified_at ? (
              <Chip tone="ok" icon={<IconCircleCheck size={14} stroke={1.75} aria-hidden />}>
                {t("clinic.verified", {
                  date: formatDate(wallClock(new Date(credential.verified_at), timeZone).date, locale),
                })}
              </Chip>
            ) : (
              <Chip tone="warn" icon={<IconCircleDashed size={14} stroke={1.75} aria-hidden />}>
                {t("clinic.notVerified")}
              </Chip>
            )}
          </>
        )}
      </div>
      {!revoked && onVerify && onEdit && onRevoke && (
        <div className={classes.chips}>
          {!credential.verified_at && (
            <Button loading={verifying} aria-label={named("clinic.verify")} onClick={onVerify}>
              {t("clinic.verify")}
            </Button>
          )}
          <Button variant="subtle" aria-label={named("clinic.renewCredential")} onClick={onEdit}>
            {t("clinic.renewCredential")}
          </Button>
          <Button variant="subtle" aria-label={named("clinic.revoke")} onClick={onRevoke}>
            {t("clinic.revoke")}
          </Button>
        </div>
      )}
    </li>
  );
}

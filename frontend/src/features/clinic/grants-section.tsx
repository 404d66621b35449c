import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServiceGrant } from "@/api/types";
import { announce } from "@/lib/announce";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ConfirmDialog } from "./confirm-dialog";
import { DatedGrantForm, DatedItem } from "./dated-grant";
import { grantFields } from "./fields";
import { grantsQuery, useEndGrant, useGrantService } from "./queries";
import { serviceKinds } from "./rules";
import { useFocusKept } from "./use-focus-kept";

type Props = { staffId: string; today: string; mayGrant: boolean };

/** What the clinic lets one person lead beyond their credentials. */
export function GrantsSection({ staffId, today, mayGrant }: Props) {
  const { t } = useTranslation();
  const grants = useQuery(grantsQuery(staffId));
  const end = useEndGrant(staffId);
  const keepFocus = useFocusKept("grants", grants.data);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<ServiceGrant | null>(null);
  return (
    <section className={classes.panel} aria-labelledby="grants">
      <div className={classes.head}>
        <div>
          <h2 id="grants" tabIndex={-1}>
            {t("clinic.grants")}
          </h2>
          <p className="meta">{t("clinic.grantsHint")}</p>
        </div>
        {mayGrant && <Button onClick={() => setAdding(true)}>{t("clinic.addGrant")}</Button>}
      </div>
      {grants.isPending ? (
        <LoadingRows rows={1} height={36} />
      ) : grants.isError && !grants.data ? (
        <ErrorState error={grants.error} onRetry={() => void grants.refetch()} />
      ) : grants.data.length === 0 ? (
        <p className={classes.empty}>{t("clinic.noGrants")}</p>
      ) : (
        <ul aria-labelledby="grants">
          {grants.data.map((grant) => (
            <DatedItem
              key={grant.id}
              name={t(`kind.${grant.service_kind}`)}
              period={grant}
              today={today}
              reason={grant.reason}
              ending={
                mayGrant && grant.ends_on !== today
                  ? { label: t("clinic.endGrant"), onEnd: () => setEnding(grant) }
                  : undefined
              }
            />
          ))}
        </ul>
      )}
      <FormDrawer title={t("clinic.addGrant")} opened={adding} onClose={() => setAdding(false)}>
        {adding && <GrantForm staffId={staffId} today={today} onClose={() => setAdding(false)} />}
      </FormDrawer>
      <ConfirmDialog
        title={t("clinic.endGrantQuestion", { kind: ending ? t(`kind.${ending.service_kind}`) : "" })}
        hint={t("clinic.endGrantHint")}
        label={t("clinic.endGrant")}
        opened={ending !== null}
        pending={end.isPending}
        error={end.error}
        onConfirm={() =>
          ending &&
          end.mutate(ending.id, {
            onSuccess: () => {
              keepFocus();
              announce(t("clinic.saved"));
              setEnding(null);
            },
          })
        }
        onClose={() => {
          end.reset();
          setEnding(null);
        }}
      />
    </section>
  );
}

type FormProps = { staffId: string; today: string; onClose: () => void };

function GrantForm({ staffId, today, onClose }: FormProps) {
  const { t } = useTranslation();
  const grant = useGrantService(staffId);
  return (
    <DatedGrantForm
      name="grant"
      subject={staffId}
      fields={grantFields}
      today={today}
      words={{
        what: t("clinic.service"),
        choose: t("clinic.chooseService"),
        missing: t("clinic.serviceMissing"),
        save: t("clinic.saveGrant"),
      }}
      options={serviceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      reasoned
      saving={grant.isPending}
      give={({ what, ...rest }, then) => grant.mutate({ service_kind: what, ...rest }, then)}
      onClose={onClose}
    />
  );
}

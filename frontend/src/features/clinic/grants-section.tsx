import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconClock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ServiceGrant } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ConfirmDialog } from "./confirm-dialog";
import { Form } from "./form";
import formClasses from "./form.module.css";
import { grantsQuery, useEndGrant, useGrantService } from "./queries";
import { grantErrors, orNull, periodState, serviceKinds } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";
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
            <GrantItem
              key={grant.id}
              grant={grant}
              today={today}
              onEnd={mayGrant ? () => setEnding(grant) : undefined}
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

const states = {
  running: { Icon: IconCircleCheck, text: "clinic.inForce" },
  ahead: { Icon: IconClock, text: "clinic.ahead" },
  over: { Icon: IconCircleMinus, text: "clinic.over" },
} as const;

type ItemProps = { grant: ServiceGrant; today: string; onEnd: (() => void) | undefined };

function GrantItem({ grant, today, onEnd }: ItemProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const kind = t(`kind.${grant.service_kind}`);
  const state = periodState(grant, today);
  const { Icon, text } = states[state];
  const from = formatDate(grant.starts_on, locale);
  return (
    <li className={`${classes.item} ${state === "over" ? classes.off : ""}`}>
      <div>
        <strong>{kind}</strong>
        <div className="meta num">
          {grant.ends_on
            ? t("clinic.period", { from, to: formatDate(grant.ends_on, locale) })
            : t("clinic.since", { from })}{" "}
          · {grant.reason}
        </div>
      </div>
      <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(text)}</Chip>
      {onEnd && state !== "over" && grant.ends_on !== today && (
        <Button
          variant="subtle"
          aria-label={t("clinic.named", { action: t("clinic.endGrant"), name: kind })}
          onClick={onEnd}
        >
          {t("clinic.endGrant")}
        </Button>
      )}
    </li>
  );
}

function GrantForm({ staffId, today, onClose }: { staffId: string; today: string; onClose: () => void }) {
  const { t } = useTranslation();
  const grant = useGrantService(staffId);
  const [form, setForm] = useState({ service_kind: "", starts_on: today, ends_on: "", reason: "" });
  const labels = {
    service_kind: t("clinic.service"),
    starts_on: t("clinic.firstDay"),
    ends_on: t("clinic.lastDay"),
    reason: t("clinic.reason"),
  };
  const mistakes = useClinicMistakes("grant", labels);
  const submit = () => {
    if (mistakes.stop(grantErrors(form).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    const service_kind = serviceKinds.find((one) => one === form.service_kind);
    if (!service_kind) return;
    grant.mutate(
      {
        service_kind,
        starts_on: form.starts_on || today,
        ends_on: orNull(form.ends_on),
        reason: form.reason.trim(),
      },
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
      label={t("clinic.saveGrant")}
      saving={grant.isPending}
      onClose={onClose}
    >
      <NativeSelect {...field("service_kind")} data-autofocus>
        <option value="">{t("clinic.chooseService")}</option>
        {serviceKinds.map((one) => (
          <option key={one} value={one}>
            {t(`kind.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <div className={formClasses.pair}>
        <TextInput {...field("starts_on")} type="date" />
        <TextInput {...field("ends_on")} type="date" />
      </div>
      <p className={formClasses.hint}>{t("clinic.lastDayHint")}</p>
      <TextInput {...field("reason")} maxLength={200} />
    </Form>
  );
}

import { Button } from "@mantine/core";
import { IconAlertTriangle, IconPhoneCall } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { OnCallShift } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDay, formatTime, wallClock } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ClinicHead } from "./clinic-head";
import { ConfirmDialog } from "./confirm-dialog";
import { rotaQuery, useRemoveShift } from "./queries";
import { type Gap, isRunning, rotaOf, WEEKS_AHEAD } from "./rota-rules";
import { ShiftForm } from "./shift-form";
import { useFocusKept } from "./use-focus-kept";

type Props = { mayWrite: boolean; timeZone: string; now: Date; today: string };

/** Who is on call now, the rota of the next weeks, and when nobody is. */
export function OnCallPage({ mayWrite, timeZone, now, today }: Props) {
  const { t } = useTranslation();
  const when = useMoment(timeZone);
  const rota = useQuery(rotaQuery(today));
  const remove = useRemoveShift();
  const keepFocus = useFocusKept("rota", rota.data);
  const [editing, setEditing] = useState<{ id: string | null } | null>(null);
  const [removing, setRemoving] = useState<OnCallShift | null>(null);
  const add = mayWrite && <Button onClick={() => setEditing({ id: null })}>{t("clinic.addShift")}</Button>;
  const shifts = (rota.data ?? []).filter((one) => Date.parse(one.ends_at) > now.getTime());
  return (
    <>
      <ClinicHead tab="on-call" actions={shifts.length > 0 ? add : null} />
      {rota.isPending ? (
        <LoadingRows rows={6} height={44} />
      ) : rota.isError && !rota.data ? (
        <ErrorState error={rota.error} onRetry={() => void rota.refetch()} />
      ) : (
        <div className={classes.page}>
          <Now running={shifts.find((one) => isRunning(one, now))} when={when} />
          {shifts.length === 0 ? (
            <EmptyState
              icon={<IconPhoneCall size={24} stroke={1.5} aria-hidden />}
              title={t("clinic.noShifts")}
              hint={t("clinic.noShiftsHint")}
              action={add}
            />
          ) : (
            <section className={classes.panel} aria-labelledby="rota">
              <div className={classes.head}>
                <h2 id="rota" tabIndex={-1}>
                  {t("clinic.shifts", { count: WEEKS_AHEAD })}
                </h2>
              </div>
              <ul aria-labelledby="rota">
                {rotaOf(shifts, now).map((row) =>
                  "gap" in row ? (
                    <GapItem key={`gap ${row.gap.from}`} gap={row.gap} when={when} />
                  ) : (
                    <ShiftItem
                      key={row.shift.id}
                      shift={row.shift}
                      running={isRunning(row.shift, now)}
                      when={when}
                      onEdit={mayWrite ? () => setEditing({ id: row.shift.id }) : undefined}
                      onRemove={mayWrite ? () => setRemoving(row.shift) : undefined}
                    />
                  ),
                )}
              </ul>
            </section>
          )}
        </div>
      )}
      <FormDrawer
        title={t(editing?.id ? "clinic.editShift" : "clinic.addShift")}
        opened={editing !== null}
        onClose={() => setEditing(null)}
      >
        {editing && (
          <ShiftForm
            shift={shifts.find((one) => one.id === editing.id) ?? null}
            timeZone={timeZone}
            onClose={() => setEditing(null)}
          />
        )}
      </FormDrawer>
      <ConfirmDialog
        title={t("clinic.removeShiftQuestion", { name: removing?.account_name ?? "" })}
        hint={
          removing ? t("clinic.removeShiftHint", { from: when(removing.starts_at), to: when(removing.ends_at) }) : ""
        }
        label={t("clinic.removeShift")}
        opened={removing !== null}
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          removing &&
          remove.mutate(removing, {
            onSuccess: () => {
              keepFocus();
              announce(t("clinic.saved"));
              setRemoving(null);
            },
          })
        }
        onClose={() => {
          remove.reset();
          setRemoving(null);
        }}
      />
    </>
  );
}

/** "Fri, Nov 20, 5:00 PM" by the clinic's clock. */
function useMoment(timeZone: string): (instant: string) => string {
  const { locale } = useLanguage();
  return (instant) => {
    const { date, time } = wallClock(new Date(instant), timeZone);
    return `${formatDay(date, locale)}, ${formatTime(time, locale)}`;
  };
}

type When = { when: (instant: string) => string };

function Now({ running, when }: When & { running: OnCallShift | undefined }) {
  const { t } = useTranslation();
  const facts = running && [
    t("clinic.onCallUntil", { until: when(running.ends_at) }),
    running.backup_name && t("clinic.onCallBackup", { name: running.backup_name }),
  ];
  return (
    <section className={classes.panel} aria-labelledby="on-call-now">
      <div className={classes.head}>
        <div>
          <h2 id="on-call-now">
            {running ? t("clinic.onCallNow", { name: running.account_name }) : t("clinic.nobodyNow")}
          </h2>
          <p className="meta num">{facts ? facts.filter(Boolean).join(" · ") : t("clinic.nobodyHint")}</p>
        </div>
      </div>
    </section>
  );
}

function GapItem({ gap, when }: When & { gap: Gap }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item}>
      <IconAlertTriangle size={16} stroke={1.75} color="var(--warn)" aria-hidden />
      <span>
        {gap.to
          ? t("clinic.gap", { from: when(gap.from), to: when(gap.to) })
          : t("clinic.gapOpen", { from: when(gap.from) })}
      </span>
    </li>
  );
}

type ItemProps = When & {
  shift: OnCallShift;
  running: boolean;
  onEdit: (() => void) | undefined;
  onRemove: (() => void) | undefined;
};

function ShiftItem({ shift, running, when, onEdit, onRemove }: ItemProps) {
  const { t } = useTranslation();
  const span = t("clinic.span", { from: when(shift.starts_at), to: when(shift.ends_at) });
  const backup = shift.backup_name && t("clinic.onCallBackup", { name: shift.backup_name });
  const name = `${shift.account_name}, ${span}`;
  return (
    <li className={classes.item}>
      <div>
        <strong>{shift.account_name}</strong>
        <div className="meta num">{[span, backup].filter(Boolean).join(" · ")}</div>
      </div>
      {running && <Chip icon={<IconPhoneCall size={14} stroke={1.75} aria-hidden />}>{t("clinic.running")}</Chip>}
      {onEdit && (
        <Button variant="subtle" aria-label={t("clinic.named", { action: t("clinic.edit"), name })} onClick={onEdit}>
          {t("clinic.edit")}
        </Button>
      )}
      {onRemove && (
        <Button
          variant="subtle"
          aria-label={t("clinic.named", { action: t("clinic.removeShift"), name })}
          onClick={onRemove}
        >
          {t("clinic.removeShift")}
        </Button>
      )}
    </li>
  );
}

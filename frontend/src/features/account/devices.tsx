import { Button, Modal } from "@mantine/core";
import { IconDeviceDesktop } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LoginSession } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";

import classes from "./account-page.module.css";
import { devicesQuery, useEndDevice, useEndOtherDevices } from "./queries";
import { inOrder } from "./rules";

/** How to leave every browser, this one included. */
export type SignOutEverywhere = { run: () => void; pending: boolean; error: Error | null };

type Props = { timeZone: string; everywhere: SignOutEverywhere };

/** Browsers one is signed in with, and the ways to end that. */
export function Devices({ timeZone, everywhere }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const devices = useQuery(devicesQuery);
  const end = useEndDevice();
  const endOthers = useEndOtherDevices();
  const failed = end.error ?? endOthers.error;
  const [asking, setAsking] = useState(false);
  const others = (devices.data ?? []).filter((one) => !one.current);
  return (
    <section className={classes.panel} aria-labelledby="devices">
      <h2 id="devices" tabIndex={-1}>
        {t("account.devices")}
      </h2>
      <p className={classes.hint}>{t("account.devicesHint")}</p>
      {devices.isPending ? (
        <LoadingRows rows={3} height={36} />
      ) : devices.isError && !devices.data ? (
        <ErrorState error={devices.error} onRetry={() => void devices.refetch()} />
      ) : (
        <ul>
          {inOrder(devices.data).map((one) => (
            <Device
              key={one.id}
              session={one}
              timeZone={timeZone}
              ending={end.isPending && end.variables === one.id}
              onEnd={() =>
                end.mutate(one.id, {
                  onSuccess: () => {
                    announce(t("account.ended", { device: one.device }));
                    // The button that was pressed goes with its row.
                    document.getElementById("devices")?.focus();
                  },
                })
              }
            />
          ))}
        </ul>
      )}
      {failed && (
        <p className={classes.failure} role="alert">
          {problemText(failed)}
        </p>
      )}
      <div className={classes.actions}>
        {others.length > 1 && (
          <Button
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, {
                onSuccess: () => {
                  announce(t("account.endedOthers"));
                  document.getElementById("devices")?.focus();
                },
              })
            }
          >
            {t("account.endOthers")}
          </Button>
        )}
        <Button onClick={() => setAsking(true)}>{t("account.everywhere")}</Button>
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("account.everywhereQuestion")}
        closeButtonProps={{ "aria-label": t("state.close") }}
      >
        <p>{t("account.everywhereHint")}</p>
        {everywhere.error && (
          <p className={classes.failure} role="alert">
            {problemText(everywhere.error)}
          </p>
        )}
        <div className={classes.dialogActions}>
          <Button onClick={() => setAsking(false)}>{t("state.cancel")}</Button>
          <Button variant="filled" loading={everywhere.pending} onClick={everywhere.run}>
            {t("account.everywhere")}
          </Button>
        </div>
      </Modal>
    </section>
  );
}

type DeviceProps = { session: LoginSession; timeZone: string; ending: boolean; onEnd: () => void };

function Device({ session, timeZone, ending, onEnd }: DeviceProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const since = formatInstant(session.created_at, timeZone, locale);
  return (
    <li className={classes.device}>
      <div>
        <strong>{session.device}</strong>
        <div className="meta num">
          {t("account.since", { when: since })},{" "}
          {t("account.lastUsed", { when: formatInstant(session.last_seen_at, timeZone, locale) })}
        </div>
      </div>
      {session.current ? (
        <Chip icon={<IconDeviceDesktop size={14} stroke={1.75} aria-hidden />}>{t("account.current")}</Chip>
      ) : (
        <Button
          aria-label={t("account.endNamed", { device: session.device, when: since })}
          loading={ending}
          onClick={onEnd}
        >
          {t("account.end")}
        </Button>
      )}
    </li>
  );
}

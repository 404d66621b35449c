import { Button } from "@mantine/core";
import { IconLifebuoy, IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./account-page.module.css";
import { AuthenticatorDialog } from "./authenticator-dialog";
import { RenewCodesDialog, TurnOffDialog } from "./proof-dialog";
import { authenticatorQuery } from "./queries";

/** Below so many recovery codes one should make new ones. */
const FEW = 3;

/** Whether sign-in asks for a code of an app on one's phone. */
export function AuthenticatorPanel({ timeZone }: { timeZone: string }) {
  const { t } = useTranslation();
  return (
    <section className={classes.panel} aria-labelledby="authenticator">
      <h2 id="authenticator">{t("authenticator.title")}</h2>
      <p className={classes.hint}>{t("authenticator.hint")}</p>
      <State timeZone={timeZone} />
    </section>
  );
}

function State({ timeZone }: { timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const factor = useQuery(authenticatorQuery);
  const [open, setOpen] = useState<"on" | "off" | "renew">();
  const close = () => setOpen(undefined);
  if (factor.isPending) return <LoadingRows rows={1} height={36} />;
  if (factor.isError && !factor.data) {
    return <ErrorState error={factor.error} onRetry={() => void factor.refetch()} />;
  }
  const { on, since, recovery_codes_left: left } = factor.data;
  const Shield = on ? IconShieldCheck : IconShieldOff;
  return (
    <>
      <div className={classes.chips}>
        <Chip tone={on ? "ok" : "plain"} icon={<Shield size={14} stroke={1.75} aria-hidden />}>
          {since === null
            ? t("authenticator.off")
            : t("authenticator.on", { when: formatInstant(since, timeZone, locale) })}
        </Chip>
        {on && (
          <Chip tone={left < FEW ? "warn" : "plain"} icon={<IconLifebuoy size={14} stroke={1.75} aria-hidden />}>
            {t("authenticator.codesLeft", { count: left })}
          </Chip>
        )}
      </div>
      <div className={classes.actions}>
        {on && <Button onClick={() => setOpen("renew")}>{t("authenticator.renew")}</Button>}
        {/* One button for both, so that focus finds it again. */}
        <Button onClick={() => setOpen(on ? "off" : "on")}>
          {t(on ? "authenticator.turnOff" : "authenticator.turnOn")}
        </Button>
      </div>
      <AuthenticatorDialog opened={open === "on"} onClose={close} />
      <RenewCodesDialog opened={open === "renew"} onClose={close} />
      <TurnOffDialog opened={open === "off"} onClose={close} />
    </>
  );
}

import { Button, Modal, Popover } from "@mantine/core";
import { IconLogout, IconLogout2, IconSettings, IconUserCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SignedIn } from "@/api/types";
import { useProblemText } from "@/ui/problem-text";

import classes from "./account-menu.module.css";
import { useSignOut } from "./queries";
import { initials } from "./rules";
import { LanguageSetting, ShortcutSetting, ThemeSetting } from "./settings";

/** Who is signed in; opens their settings and the ways out. */
export function AccountMenu({ session, onSignedOut }: { session: SignedIn; onSignedOut: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [opened, setOpened] = useState(false);
  const [asking, setAsking] = useState(false);
  const signOut = useSignOut();
  const { account, organization } = session;
  const role = account.roles[0];
  const leave = (everywhere: boolean) => signOut.mutate({ everywhere }, { onSuccess: (left) => left && onSignedOut() });

  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="top-start" width={264} trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.account}
            onClick={() => setOpened(!opened)}
            title={t("account.menu")}
          >
            <span className={classes.mark} aria-hidden>
              {initials(account.display_name)}
            </span>
            <span className={classes.who}>
              <span className={classes.name}>{account.display_name}</span>
              <span className="meta">
                {role && `${t(`role.${role}`)}, `}
                {organization.name}
              </span>
            </span>
            <IconSettings size={16} stroke={1.75} aria-hidden />
            <span className="unseen">{t("account.menu")}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown p={4} aria-label={t("account.menu")}>
          <div className={classes.settings}>
            <div className={classes.setting}>
              <span>{t("account.language")}</span>
              <LanguageSetting />
            </div>
            <div className={classes.setting}>
              <span>{t("account.theme")}</span>
              <ThemeSetting />
            </div>
            <div className={classes.setting}>
              <span>{t("account.shortcuts")}</span>
              <ShortcutSetting />
            </div>
          </div>
          <Button
            component={Link}
            to="/account"
            variant="subtle"
            fullWidth
            justify="flex-start"
            leftSection={<IconUserCircle size={16} stroke={1.75} aria-hidden />}
            onClick={() => setOpened(false)}
          >
            {t("account.open")}
          </Button>
          <Button
            variant="subtle"
            fullWidth
            justify="flex-start"
            leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />}
            loading={signOut.isPending && !asking}
            onClick={() => leave(false)}
          >
            {t("account.signOut")}
          </Button>
          <Button
            variant="subtle"
            fullWidth
            justify="flex-start"
            leftSection={<IconLogout2 size={16} stroke={1.75} aria-hidden />}
            onClick={() => {
              setOpened(false);
              setAsking(true);
            }}
          >
            {t("account.signOutEverywhere")}
          </Button>
          {signOut.error && !asking && <p role="alert">{problemText(signOut.error)}</p>}
        </Popover.Dropdown>
      </Popover>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("account.everywhereQuestion")}
        closeButtonProps={{ "aria-label": t("state.close") }}
      >
        <p>{t("account.everywhereHint")}</p>
        {signOut.error && <p role="alert">{problemText(signOut.error)}</p>}
        <div className={classes.dialogActions}>
          <Button onClick={() => setAsking(false)}>{t("state.cancel")}</Button>
          <Button variant="filled" loading={signOut.isPending} onClick={() => leave(true)}>
            {t("account.signOutEverywhere")}
          </Button>
        </div>
      </Modal>
    </>
  );
}

import { Button, Modal, Popover } from "@mantine/core";
import { IconLogout, IconLogout2, IconUserCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type Ref, useImperativeHandle, useState } from "react";
import { useTranslation } from "react-i18next";

import { useProblemText } from "@/ui/problem-text";
import { useOpened } from "@/ui/use-opened";

import classes from "./account-menu.module.css";
import { useSignOut } from "./queries";
import { LanguageSetting, ShortcutSetting, ThemeSetting } from "./settings";

type Props = {
  id: string;
  /** What it opens from. */
  button: HTMLButtonElement;
  opened: boolean;
  onChange: (opened: boolean) => void;
  onSignedOut: () => void;
};

/** The settings of who is signed in, and the ways out. */
export function AccountPopover({ id, button, opened, onChange, onSignedOut }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [asking, setAsking] = useState(false);
  const signOut = useSignOut();
  const leave = (everywhere: boolean) => signOut.mutate({ everywhere }, { onSuccess: (left) => left && onSignedOut() });

  return (
    <>
      <Popover
        id={id}
        opened={useOpened(opened)}
        onChange={onChange}
        position="top-start"
        width={264}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Standing node={button} />
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
            onClick={() => onChange(false)}
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
              onChange(false);
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

/** Hands on what stands there already, so that the button is the same before this was fetched and after. */
function Standing({ node, ref }: { node: HTMLButtonElement; ref?: Ref<HTMLButtonElement> }) {
  useImperativeHandle(ref, () => node, [node]);
  return null;
}

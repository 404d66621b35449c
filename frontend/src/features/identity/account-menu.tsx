import { IconSettings } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SignedIn } from "@/api/types";
import { initials } from "@/lib/names";
import { useLater } from "@/ui/use-later";

import classes from "./account-menu.module.css";

export const loadAccountPopover = () => import("./account-popover").then((module) => module.AccountPopover);

/** Who is signed in. What opens from it is large, and fetched once the page stands. */
export function AccountMenu({ session, onSignedOut }: { session: SignedIn; onSignedOut: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [opened, setOpened] = useState(false);
  const Popover = useLater(loadAccountPopover);
  const { account, organization } = session;
  const role = account.roles[0];
  return (
    <>
      <button
        ref={setButton}
        type="button"
        id={id}
        className={classes.account}
        title={t("account.menu")}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-controls={opened ? `${id}-dropdown` : undefined}
        onClick={() => setOpened(!opened)}
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
      {Popover && button && (
        <Popover id={id} button={button} opened={opened} onChange={setOpened} onSignedOut={onSignedOut} />
      )}
    </>
  );
}

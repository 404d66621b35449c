import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { renewal } from "@/api/renewal";
import type { SignedIn } from "@/api/types";
import { useStore } from "@/lib/store";

import classes from "./renewal-dialog.module.css";
import { SignInForm } from "./sign-in-form";

/** Signs the same person in again over the page they are on. Their calls wait and are sent once more. */
export function RenewalDialog({ session, onLeave }: { session: SignedIn; onLeave: () => void }) {
  const { t } = useTranslation();
  const open = useStore(renewal);
  return (
    <Modal
      opened={open !== null}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("signIn.again")}
      size={440}
      overlayProps={{ backgroundOpacity: 0.6 }}
    >
      <p className={classes.hint}>{t("signIn.againHint")}</p>
      <SignInForm
        fixed={{ organization: session.organization.slug, email: session.account.email }}
        onSignedIn={() => open?.settle(true)}
      />
      <Button
        variant="subtle"
        fullWidth
        mt="sm"
        onClick={() => {
          open?.settle(false);
          onLeave();
        }}
      >
        {t("signIn.other")}
      </Button>
    </Modal>
  );
}

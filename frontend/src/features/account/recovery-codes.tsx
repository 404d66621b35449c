import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";

import classes from "./authenticator.module.css";

/** Codes that the server tells only once. They are kept nowhere: closing this forgets them. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const hint = useRef<HTMLParagraphElement>(null);
  // What was pressed went with its step: read on from the top.
  useEffect(() => hint.current?.focus(), []);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join("\n"));
    setCopied(true);
    announce(t("authenticator.copied"));
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <div className={classes.step}>
      <p ref={hint} className={classes.hint} tabIndex={-1}>
        {t("authenticator.codesHint")}
      </p>
      <ol className={classes.codes} aria-label={t("authenticator.codesTitle")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={classes.actions}>
        <Button leftSection={<Icon size={16} stroke={1.75} aria-hidden />} onClick={() => void copy().catch(() => {})}>
          {t(copied ? "authenticator.copied" : "authenticator.copy")}
        </Button>
        <Button variant="filled" onClick={onClose}>
          {t("authenticator.kept")}
        </Button>
      </div>
    </div>
  );
}

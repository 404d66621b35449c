import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

import { focusMain } from "@/lib/focus-main";

import classes from "./side-panel.module.css";

type Props = {
  /** What is shown. Another one takes focus to the panel again. */
  subject: string;
  title: string;
  onClose: () => void;
  children: ReactNode;
};

/**
 * Something opened beside the page, which stays usable. Focus goes to its heading and returns to what opened it; Escape
 * closes it from wherever on the page one is, but not from a dialog above.
 */
export function SidePanel({ subject, title, onClose, children }: Props) {
  const { t } = useTranslation();
  const heading = useId();
  const panel = useRef<HTMLElement>(null);
  const headed = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const from = document.activeElement;
    if (from && from !== document.body && !panel.current?.contains(from)) opener.current = from;
    headed.current?.focus({ preventScroll: true });
  }, [subject]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      const dialog = event.target instanceof Element ? event.target.closest("[role=dialog]") : null;
      if (dialog !== null && dialog !== panel.current) return;
      // Focus may be nowhere: beneath a dialog that was clicked beside, or after one that has just closed.
      if (document.querySelector("[aria-modal=true]") === null) close.current();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      const from = opener.current;
      setTimeout(() => {
        // Whoever went on to something else meanwhile is not called back.
        if (document.activeElement !== null && document.activeElement !== document.body) return;
        if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
        else focusMain();
      });
    };
  }, []);

  return (
    // Not modal: what lies beside it can be used, and is read.
    <section ref={panel} className={classes.panel} role="dialog" aria-modal={false} aria-labelledby={heading}>
      <div className={classes.head}>
        <h2 id={heading} ref={headed} tabIndex={-1}>
          {title}
        </h2>
        <ActionIcon aria-label={t("state.close")} onClick={onClose}>
          <IconX size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  );
}

import { Drawer } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

type Props = { title: string; opened: boolean; onClose: () => void; children: ReactNode };

/**
 * A form beside what it is about. A click beside it closes nothing, so that nothing typed is lost by it; Escape closes
 * it, but not from a dialog above.
 */
export function FormDrawer({ title, opened, onClose, children }: Props) {
  const { t } = useTranslation();
  const inside = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // The library closes whatever listens for Escape, all at once.
  useEffect(() => {
    if (!opened) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      const around = event.target instanceof Element ? event.target.closest("[role=dialog]") : null;
      // A click beside it leaves focus nowhere: then it is the uppermost that is meant.
      const dialog = around ?? [...document.querySelectorAll("[aria-modal=true]")].at(-1);
      if (!dialog?.contains(inside.current)) return;
      event.preventDefault();
      close.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [opened]);

  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      // With a dialog above it there would be two banners.
      attributes={{ header: { role: "presentation" } }}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <div ref={inside}>{children}</div>
    </Drawer>
  );
}

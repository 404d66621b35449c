import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = { title: string; opened: boolean; onClose: () => void; children: ReactNode };

/** A form beside what it is about. A click beside it closes nothing, so that nothing typed is lost by it. */
export function FormDrawer({ title, opened, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {children}
    </Drawer>
  );
}

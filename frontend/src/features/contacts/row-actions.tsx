import { ActionIcon } from "@mantine/core";
import { IconCalendarX, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "./contacts.module.css";

type Props = { name: string; over: boolean; onEdit: (ends: { ends?: true }) => void };

/** To change or end one row. What is over can still be corrected. */
export function RowActions({ name, over, onEdit }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.rowActions}>
      <ActionIcon aria-label={t("contacts.editOne", { name })} title={t("contacts.edit")} onClick={() => onEdit({})}>
        <IconPencil size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      {!over && (
        <ActionIcon
          aria-label={t("contacts.endOne", { name })}
          title={t("contacts.endIt")}
          onClick={() => onEdit({ ends: true })}
        >
          <IconCalendarX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

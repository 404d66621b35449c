import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { addTexts } from "@/lib/i18n";
import { MOST_PARTS, moved } from "@/lib/parts";

import { en, es } from "./form-texts";
import classes from "./part-row.module.css";

addTexts("form", { en, es });

/** What fields of parts get from the form around them. */
export type Shared = { fieldId: (field: string) => string; errorOf: (field: string) => string | undefined };

type NameProps = Shared & { field: string; label: string; name: string; onChange: (name: string) => void };

export function NameField({ field, label, name, fieldId, errorOf, onChange }: NameProps) {
  return (
    <TextInput
      id={fieldId(field)}
      className={classes.grow as string}
      aria-label={label}
      maxLength={200}
      value={name}
      error={errorOf(field)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

type ToolsProps<Part> = { parts: readonly Part[]; place: number; label: string; onChange: (parts: Part[]) => void };

/** Moves a part among its like, or takes it out. */
export function PartTools<Part>({ parts, place, label, onChange }: ToolsProps<Part>) {
  const { t } = useTranslation();
  const tool = (name: "up" | "down" | "remove", icon: ReactNode, next: Part[], disabled = false) => (
    <ActionIcon
      aria-label={t(`form.${name}`, { part: label })}
      title={t(`form.${name}`, { part: label })}
      disabled={disabled}
      onClick={() => onChange(next)}
    >
      {icon}
    </ActionIcon>
  );
  const icon = { size: 16, stroke: 1.75, "aria-hidden": true };
  return (
    <div className={classes.tools}>
      {tool("up", <IconArrowUp {...icon} />, moved(parts, place, -1), place === 0)}
      {tool("down", <IconArrowDown {...icon} />, moved(parts, place, 1), place === parts.length - 1)}
      {tool(
        "remove",
        <IconX {...icon} />,
        parts.filter((_, other) => other !== place),
      )}
    </div>
  );
}

type AddProps = { count: number; most?: number; label: string; onAdd: () => void };

/** Adds one more, as long as there may be one more. */
export function AddPart({ count, most = MOST_PARTS, label, onAdd }: AddProps) {
  if (count >= most) return null;
  return (
    <Button
      className={classes.add as string}
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
      onClick={onAdd}
    >
      {label}
    </Button>
  );
}

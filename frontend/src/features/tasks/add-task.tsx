import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useLater } from "@/ui/use-later";

import type { Props } from "./add-task-dialog";

const loadDialog = () => import("./add-task-dialog").then((module) => module.AddTaskDialog);

/** The way to a task made by hand. */
export function AddTask(props: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const Dialog = useLater(loadDialog);
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t("tasks.add")}</Button>
      {Dialog && <Dialog {...props} opened={opened} onClose={() => setOpened(false)} />}
    </>
  );
}

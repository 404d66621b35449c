import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { connection } from "@/api/connection";
import { announce } from "@/lib/announce";
import { useStore } from "@/lib/store";

import classes from "./shell.module.css";

const RETRY_MILLISECONDS = 10_000;

/** Says that the server does not answer, tries again by itself, and offers to try now. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const down = useStore(connection) === "down";
  const [trying, setTrying] = useState(false);
  const wasDown = useRef(false);

  useEffect(() => {
    if (wasDown.current && !down) announce(t("connection.back"));
    wasDown.current = down;
    if (!down) return;
    const timer = setInterval(() => void queryClient.refetchQueries({ type: "active" }), RETRY_MILLISECONDS);
    return () => clearInterval(timer);
  }, [down, queryClient, t]);

  if (!down) return null;
  const retry = async () => {
    setTrying(true);
    await queryClient.refetchQueries({ type: "active" });
    setTrying(false);
  };
  return (
    <div className={classes.banner} role="alert">
      <IconPlugConnectedX size={18} stroke={1.75} aria-hidden />
      <p>
        <strong>{t("connection.down")}.</strong> {t("connection.downHint")}
      </p>
      <Button loading={trying} onClick={() => void retry()}>
        {t("connection.retry")}
      </Button>
    </div>
  );
}

import { Button, Modal } from "@mantine/core";
import { IconAlertTriangle, IconCloudUp } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { connection } from "@/api/connection";
import { announce } from "@/lib/announce";
import { addTexts } from "@/lib/i18n";
import { leaving } from "@/lib/leaving";
import { useStore } from "@/lib/store";
import { unsavedCount } from "@/lib/unsaved";

import { openOutbox } from "./outbox";
import { OutboxDialog } from "./outbox-dialog";
import classes from "./outbox-notice.module.css";
import { isWaiting, unsent } from "./outbox-rules";
import { kept, outbox } from "./outbox-state";
import { en, es } from "./outbox-texts";

addTexts("outbox", { en, es });

const AGAIN_MILLISECONDS = 10_000;

/** Keeps the outbox of who is signed in: opens it, sends it when it can, and says on every page what it holds. */
export function OutboxNotice({ account }: { account: string }) {
  const { t } = useTranslation();
  const down = useStore(connection) === "down";
  const held = useStore(kept);
  const box = useStore(outbox);
  const [looking, setLooking] = useState(false);
  useOpened(account);

  const waiting = unsent(held);
  useEffect(() => {
    if (!box || waiting === 0) return;
    // The server's word on the connection may be old, and the browser's is often wrong: it is simply tried.
    const send = () => void box.flush();
    if (!down) send();
    const timer = setInterval(send, AGAIN_MILLISECONDS);
    window.addEventListener("online", send);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", send);
    };
  }, [box, down, waiting]);

  const open = held.filter((one) => !isWaiting(one));
  return (
    <>
      {waiting > 0 && (
        <div className={classes.notice} role="status">
          <IconCloudUp size={18} stroke={1.75} aria-hidden />
          <p className="num">{t(down ? "outbox.waiting" : "outbox.toSend", { count: waiting })}</p>
          {!down && <Button onClick={() => void box?.flush()}>{t("outbox.sendNow")}</Button>}
        </div>
      )}
      {open.length > 0 && (
        <div className={classes.notice} role="alert">
          <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
          <p className="num">{t("outbox.open", { count: open.length })}</p>
          <Button onClick={() => setLooking(true)}>{t("outbox.look")}</Button>
        </div>
      )}
      {looking && <OutboxDialog entries={open} onClose={() => setLooking(false)} />}
      <LeavingDialog />
    </>
  );
}

function useOpened(account: string): void {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const words = useRef(t);
  words.current = t;
  useEffect(() => {
    let gone = false;
    let close = () => {};
    openOutbox(account, queryClient, (count) => announce(words.current("outbox.sent", { count }))).then(
      (opened) => {
        close = opened.close;
        if (gone) return close();
        void opened.flush();
        leaving.set({ ask: askBeforeLoss, left: opened.wipe });
      },
      () => {}, // A browser that keeps nothing: marks stay with the open page, which says so.
    );
    // Another tab of the same account may have added or sent.
    const lookedAt = () => {
      if (!document.hidden) void outbox.get()?.load();
    };
    document.addEventListener("visibilitychange", lookedAt);
    return () => {
      gone = true;
      leaving.set(null);
      document.removeEventListener("visibilitychange", lookedAt);
      close();
    };
  }, [account, queryClient]);
}

type Question = { count: number; answer: (leave: boolean) => void };
let ask: (question: Question | null) => void = () => {};

/** Sends what can be sent, then asks whether the rest may go. */
async function askBeforeLoss(): Promise<boolean> {
  if (unsent(kept.get()) > 0) await outbox.get()?.flush();
  const count = new Set(kept.get().map((one) => one.booking)).size + unsavedCount.get();
  if (count === 0) return true;
  return new Promise((resolve) => ask({ count, answer: resolve }));
}

function LeavingDialog() {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question | null>(null);
  ask = setQuestion;
  const answer = (leave: boolean) => {
    question?.answer(leave);
    setQuestion(null);
  };
  return (
    <Modal
      opened={question !== null}
      onClose={() => answer(false)}
      title={t("outbox.leaveTitle")}
      // Above the account's menu, from which one signs out.
      zIndex={400}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <p className="num">{t("outbox.leaveCount", { count: question?.count ?? 0 })}</p>
      <div className={classes.end}>
        <Button data-autofocus onClick={() => answer(false)}>
          {t("outbox.stay")}
        </Button>
        <Button variant="filled" onClick={() => answer(true)}>
          {t("outbox.leave")}
        </Button>
      </div>
    </Modal>
  );
}

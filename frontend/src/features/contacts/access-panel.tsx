import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Enrolment } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { FormDrawer } from "@/ui/form-drawer";
import { Panel, PanelNote } from "@/ui/panel";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./contacts.module.css";
import { useContactsProblem } from "./problem-words";
import { accessQuery, useEndAccess, useGiveAccess } from "./queries";

type Props = { participantId: string; name: string; timeZone: string; mayGive: boolean };

/** Whether somebody can sign in by themselves: given, given anew, ended. */
export function AccessPanel({ participantId, name, timeZone, mayGive }: Props) {
  const { t } = useTranslation();
  const problemWords = useContactsProblem();
  const access = useQuery(accessQuery(participantId));
  const give = useGiveAccess(participantId);
  const [link, setLink] = useState<Enrolment | null>(null);
  const [ending, setEnding] = useState(false);
  const close = () => setLink(null);

  const found = access.data;
  const on = found?.state === "invited" || found?.state === "active";
  const actions = mayGive && found && (
    <>
      {on && <Button onClick={() => setEnding(true)}>{t("contacts.access.end")}</Button>}
      <Button
        loading={give.isPending}
        disabled={found.email === null}
        onClick={() => give.mutate(undefined, { onSuccess: ({ enrolment }) => setLink(enrolment) })}
      >
        {t(on ? "contacts.access.again" : "contacts.access.give")}
      </Button>
    </>
  );
  return (
    <Panel title={t("contacts.access.title")} actions={actions}>
      <PanelNote>
        {!found
          ? t(access.isError ? "contacts.access.unknown" : "contacts.access.reading")
          : found.email === null
            ? t("contacts.access.noEmail")
            : t(`contacts.access.state.${found.state}`, { email: found.email })}
      </PanelNote>
      {give.isError && <PanelNote>{problemWords(give.error)}</PanelNote>}
      <FormDrawer title={t("contacts.access.link")} opened={link !== null} onClose={close}>
        {link && <LinkOnce enrolment={link} name={name} timeZone={timeZone} onClose={close} />}
      </FormDrawer>
      <FormDrawer title={t("contacts.access.end")} opened={ending} onClose={() => setEnding(false)}>
        {ending && <Ending participantId={participantId} name={name} onClose={() => setEnding(false)} />}
      </FormDrawer>
    </Panel>
  );
}

type LinkProps = { enrolment: Enrolment; name: string; timeZone: string; onClose: () => void };

/** The one-time link, which the server tells only once. It is kept nowhere: closing this forgets it. */
function LinkOnce({ enrolment, name, timeZone, onClose }: LinkProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(enrolment.link);
    setCopied(true);
    announce(t("contacts.access.copied"));
  };
  return (
    <div className={classes.once}>
      <p className={fields.hint}>
        {t("contacts.access.linkHint", { name, until: formatInstant(enrolment.expires_at, timeZone, locale) })}
      </p>
      <TextInput
        label={t("contacts.access.link")}
        value={enrolment.link}
        readOnly
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={() => void copy().catch(() => {})}>
        {t(copied ? "contacts.access.copied" : "contacts.access.copy")}
      </Button>
      <Button variant="filled" onClick={onClose}>
        {t("contacts.access.done")}
      </Button>
    </div>
  );
}

type EndingProps = { participantId: string; name: string; onClose: () => void };

function Ending({ participantId, name, onClose }: EndingProps) {
  const { t } = useTranslation();
  const problemWords = useContactsProblem();
  const end = useEndAccess(participantId);
  const { errors, refuse } = useFormErrors("access");
  const submit = () =>
    end.mutate(undefined, {
      onSuccess: () => {
        announce(t("contacts.access.ended"));
        onClose();
      },
      onError: (error) => refuse(error, problemWords(error), {}),
    });
  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      pending={end.isPending}
      save={t("contacts.access.end")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("contacts.access.endHint", { name })}</p>
    </EditorForm>
  );
}

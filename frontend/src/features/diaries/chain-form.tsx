import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Chain, ChainLink, ChainWrite, LinkKind } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import editor from "@/ui/editor-form.module.css";
import { ErrorSummary } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./diaries.module.css";
import { chainStartFields } from "./fields";
import { useKeepChain } from "./queries";
import { en } from "./texts";
import { useKept } from "./words";

const kinds = Object.keys(en.chains.kinds) as LinkKind[];
const MOST_LINKS = 40;

type Typed = { kind: LinkKind; text: string; instead: string };
const typed = ({ kind, text, instead }: ChainLink): Typed => ({ kind, text, instead: instead ?? "" });

type Props = {
  participantId: string;
  /** What is gone on with. */
  chain?: Chain;
  alertId?: string | undefined;
  happenedOn: LocalDate;
  today: LocalDate;
  onClose: () => void;
};

/** A chain analysis, from what made somebody vulnerable to what repairs the harm. Kept while it is typed. */
export function ChainForm({ participantId, chain, alertId, happenedOn, today, onClose }: Props) {
  const { t } = useTranslation();
  const keep = useKeepChain(participantId);
  const { form, set, draft, sent } = useDraft({
    form: chain ? "chain-analysis" : "chain-analysis-new",
    subject: chain?.id ?? alertId ?? participantId,
    begin: () => ({
      happenedOn,
      behavior: chain?.behavior ?? "",
      vulnerabilities: chain?.vulnerabilities ?? "",
      prompting: chain?.prompting_event ?? "",
      links: (chain?.links ?? []).map(typed),
      consequences: chain?.consequences ?? "",
      prevention: chain?.prevention ?? "",
      repair: chain?.repair ?? "",
    }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("chain");
  const kept = useKept({ sent, refuse, fields: chainStartFields, onClose });

  const submit = (finish: boolean) => {
    const found = [
      ...(form.happenedOn === "" ? [{ field: "happenedOn", text: t("diaries.chains.noDate") }] : []),
      ...(form.behavior.trim() === "" ? [{ field: "behavior", text: t("diaries.chains.noBehavior") }] : []),
      ...(finish && form.prompting.trim() === "" ? [{ field: "prompting", text: t("diaries.chains.noPrompt") }] : []),
      ...(finish && form.links.length === 0 ? [{ field: "links", text: t("diaries.chains.noLink") }] : []),
      ...form.links.flatMap(({ text }, place) =>
        text.trim() === "" ? [{ field: `text-${place}`, text: t("diaries.chains.emptyLink") }] : [],
      ),
    ];
    if (show(found)) return;
    const body: ChainWrite = {
      happened_on: form.happenedOn,
      behavior: form.behavior.trim(),
      vulnerabilities: form.vulnerabilities.trim() || null,
      prompting_event: form.prompting.trim() || null,
      links: form.links.map(({ kind, text, instead }) => ({
        kind,
        text: text.trim(),
        instead: instead.trim() || null,
      })),
      consequences: form.consequences.trim() || null,
      prevention: form.prevention.trim() || null,
      repair: form.repair.trim() || null,
    };
    keep.mutate({ chain, alertId, body, finish }, kept);
  };
  const relink = (place: number, change: Partial<Typed>) =>
    set({ links: form.links.map((one, at) => (at === place ? { ...one, ...change } : one)) });
  const words = (name: "behavior" | "vulnerabilities" | "prompting" | "consequences" | "prevention" | "repair") => (
    <Textarea
      id={fieldId(name)}
      label={t(`diaries.chains.${name}`)}
      {...(name === "behavior" ? { description: t("diaries.chains.behaviorHint") } : {})}
      autosize
      minRows={1}
      maxLength={4000}
      value={form[name]}
      error={errorOf(name)}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
  return (
    <form
      className={fields.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!keep.isPending) submit(false);
      }}
    >
      <ErrorSummary title={t("diaries.chains.summary")} errors={errors} />
      <DraftRestored draft={draft} />
      <TextInput
        id={fieldId("happenedOn")}
        type="date"
        label={t("diaries.chains.happenedOn")}
        max={today}
        value={form.happenedOn}
        error={errorOf("happenedOn")}
        onChange={(event) => set({ happenedOn: event.target.value })}
      />
      {words("behavior")}
      {words("vulnerabilities")}
      {words("prompting")}
      {form.links.map((link, place) => (
        <Link
          // Links have no other name than their place.
          key={place}
          link={link}
          place={place}
          id={fieldId(`text-${place}`)}
          error={errorOf(`text-${place}`)}
          onChange={(change) => relink(place, change)}
          onRemove={() => set({ links: form.links.filter((_, at) => at !== place) })}
        />
      ))}
      <Button
        id={fieldId("links")}
        leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
        disabled={form.links.length >= MOST_LINKS}
        onClick={() => set({ links: [...form.links, { kind: "thought", text: "", instead: "" }] })}
      >
        {t("diaries.chains.addLink")}
      </Button>
      {errorOf("links") && <p className={classes.problem}>{errorOf("links")}</p>}
      {words("consequences")}
      {words("prevention")}
      {words("repair")}
      <div className={editor.actions}>
        <DraftState draft={draft} />
        <Button type="submit" loading={keep.isPending}>
          {t("diaries.chains.save")}
        </Button>
        <Button variant="filled" loading={keep.isPending} onClick={() => submit(true)}>
          {t("diaries.chains.finish")}
        </Button>
      </div>
    </form>
  );
}

type LinkProps = {
  link: Typed;
  place: number;
  id: string;
  error: string | undefined;
  onChange: (change: Partial<Typed>) => void;
  onRemove: () => void;
};

function Link({ link, place, id, error, onChange, onRemove }: LinkProps) {
  const { t } = useTranslation();
  const number = place + 1;
  return (
    <fieldset className={classes.link} aria-label={t("diaries.chains.link", { number })}>
      <div className={classes.linkHead}>
        <span>{t("diaries.chains.link", { number })}</span>
        <ActionIcon
          aria-label={t("diaries.chains.removeLink", { number })}
          title={t("diaries.chains.removeLink", { number })}
          onClick={onRemove}
        >
          <IconTrash size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      <NativeSelect
        label={t("diaries.chains.kind", { number })}
        value={link.kind}
        data={kinds.map((kind) => ({ value: kind, label: t(`diaries.chains.kinds.${kind}`) }))}
        onChange={(event) => onChange({ kind: kinds.find((kind) => kind === event.target.value) ?? link.kind })}
      />
      <Textarea
        id={id}
        label={t("diaries.chains.text", { number })}
        autosize
        minRows={1}
        maxLength={4000}
        value={link.text}
        error={error}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <Textarea
        label={t("diaries.chains.instead", { number })}
        autosize
        minRows={1}
        maxLength={4000}
        value={link.instead}
        onChange={(event) => onChange({ instead: event.target.value })}
      />
    </fieldset>
  );
}

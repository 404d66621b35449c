import { Button, Drawer, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { addTexts } from "@/lib/i18n";
import { ErrorSummary } from "@/ui/error-summary";
import { Segments } from "@/ui/segments";
import { useFormErrors } from "@/ui/use-form-errors";

import { BreakGlassDialog } from "./break-glass-dialog";
import { searchFields } from "./fields";
import { useRestrictedProblem } from "./problem-words";
import { useRestrictedSearch } from "./queries";
import classes from "./restricted.module.css";
import { searchBody, searchErrors, searchFormOf } from "./rules";
import { en, es } from "./texts";

addTexts("restricted", { en, es });

type Props = {
  /** What was typed in the list and found nobody. */
  typed: string;
  onOpened: (participantId: string) => void;
};

/** For who treats under a licence: asks whether exactly this person has a record that is not theirs to see. */
export function RestrictedSearch({ typed, onOpened }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [toOpen, setToOpen] = useState<string | null>(null);
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t("restricted.look")}</Button>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        // The reason is asked above it; Escape then closes only that.
        closeOnEscape={toOpen === null}
        title={t("restricted.lookTitle")}
        closeButtonProps={{ "aria-label": t("state.close") }}
      >
        {opened && <Search typed={typed} onFound={setToOpen} onClose={() => setOpened(false)} />}
      </Drawer>
      <BreakGlassDialog
        participantId={toOpen ?? ""}
        opened={toOpen !== null}
        onClose={() => setToOpen(null)}
        onOpened={() => {
          setOpened(false);
          if (toOpen !== null) onOpened(toOpen);
        }}
      />
    </>
  );
}

type SearchProps = { typed: string; onFound: (participantId: string) => void; onClose: () => void };

function Search({ typed, onFound, onClose }: SearchProps) {
  const { t } = useTranslation();
  const problemWords = useRestrictedProblem();
  const search = useRestrictedSearch();
  const [form, setForm] = useState(() => searchFormOf(typed));
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("restricted");
  const set = (change: Partial<typeof form>) => {
    setForm({ ...form, ...change });
    search.reset();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (show(searchErrors(form).map(({ field, code }) => ({ field, text: t(`restricted.${code}`) })))) return;
    search.mutate(searchBody(form), {
      onError: (error) => refuse(error, problemWords(error), searchFields),
    });
  };
  const field = (name: "mrn" | "givenNames" | "familyName" | "birthDate") => ({
    id: fieldId(name),
    label: t(`restricted.${name}`),
    value: form[name],
    error: errorOf(name),
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ErrorSummary title={t("restricted.searchSummary")} errors={errors} />
      <p className={classes.hint}>{t("restricted.lookHint")}</p>
      <div>
        <Segments
          label={t("restricted.by")}
          value={form.by}
          options={[
            { value: "mrn", label: t("restricted.byMrn") },
            { value: "name", label: t("restricted.byName") },
          ]}
          onChange={(by) => set({ by })}
        />
      </div>
      {form.by === "mrn" ? (
        <TextInput {...field("mrn")} maxLength={32} />
      ) : (
        <>
          <TextInput {...field("givenNames")} description={t("restricted.givenNamesHint")} maxLength={200} />
          <TextInput {...field("familyName")} maxLength={200} />
          <TextInput {...field("birthDate")} type="date" />
        </>
      )}
      <div role="status">
        {search.data?.length === 0 && <p className={classes.hint}>{t("restricted.notFound")}</p>}
        {search.data?.map(({ id }) => (
          <div key={id} className={classes.found}>
            <span>
              <IconLock size={16} stroke={1.75} aria-hidden />
              {t("restricted.found")}
            </span>
            <Button variant="filled" onClick={() => onFound(id)}>
              {t("restricted.openWithReason")}
            </Button>
          </div>
        ))}
      </div>
      <div className={classes.actions}>
        <Button onClick={onClose}>{t("state.cancel")}</Button>
        <Button type="submit" variant={search.data?.length ? "default" : "filled"} loading={search.isPending}>
          {t("restricted.lookNow")}
        </Button>
      </div>
    </form>
  );
}

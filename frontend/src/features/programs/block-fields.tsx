import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { FieldError } from "@/ui/error-summary";

import fieldset from "@/ui/fieldset.module.css";
import classes from "./plan-form.module.css";
import { errorOf } from "./problems";
import { Refused } from "./refused";
import { type BlockForm, blockKinds, moved, nextKey, serviceKinds } from "./rules";

const MOST = 12;

type Props = {
  blocks: BlockForm[];
  errors: FieldError[];
  /** Countable minutes of a day by the rule; null while figures are missing. */
  countable: number | null;
  onChange: (blocks: BlockForm[]) => void;
};

/** The parts of the program day, in their order. */
export function BlockFields({ blocks, errors, countable, onChange }: Props) {
  const { t } = useTranslation();
  const set = (key: number, change: Partial<BlockForm>) =>
    onChange(blocks.map((block) => (block.key === key ? { ...block, ...change } : block)));
  const add = () =>
    onChange([
      ...blocks,
      {
        key: nextKey(blocks),
        kind: "therapy",
        label: "",
        minutes: "",
        countable: true,
        service_kind: "group",
        equipment: "",
      },
    ]);
  return (
    <fieldset className={fieldset.panel} id="plan-blocks" tabIndex={-1}>
      <legend>{t("programs.form.blocks")}</legend>
      <p className={classes.hint}>
        {t("programs.form.blocksHint")}{" "}
        {countable !== null && <span className="num">{t("programs.form.countable", { minutes: countable })}</span>}
      </p>
      <Refused error={errorOf(errors, "plan-blocks")} />
      {blocks.map((block, place) => (
        <Block
          key={block.key}
          block={block}
          place={place}
          last={place === blocks.length - 1}
          errors={errors}
          onChange={(change) => set(block.key, change)}
          onMove={(by) => onChange(moved(blocks, place, by))}
          onRemove={() => onChange(blocks.filter((one) => one.key !== block.key))}
        />
      ))}
      {blocks.length < MOST && (
        <Button
          className={classes.add as string}
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={add}
        >
          {t("programs.form.addBlock")}
        </Button>
      )}
    </fieldset>
  );
}

type BlockProps = {
  block: BlockForm;
  place: number;
  last: boolean;
  errors: FieldError[];
  onChange: (change: Partial<BlockForm>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

function Block({ block, place, last, errors, onChange, onMove, onRemove }: BlockProps) {
  const { t } = useTranslation();
  const at = { number: place + 1 };
  const id = `plan-blocks-${place}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
    <div role="group" aria-label={t("programs.form.blockLegend", at)} className={classes.block}>
      <NativeSelect
        label={t("programs.form.blockKind")}
        value={block.kind}
        onChange={({ target: { value } }) => {
          const kind = blockKinds.find((one) => one === value);
          if (kind) onChange({ kind, countable: kind !== "break" });
        }}
      >
        {blockKinds.map((one) => (
          <option key={one} value={one}>
            {t(`programs.day.kind.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        id={`${id}-label`}
        label={t("programs.form.blockLabel")}
        maxLength={200}
        value={block.label}
        error={errorOf(errors, `${id}-label`)}
        onChange={(event) => onChange({ label: event.target.value })}
      />
      <TextInput
        id={`${id}-minutes`}
        label={t("programs.form.blockMinutes")}
        inputMode="numeric"
        maxLength={3}
        value={block.minutes}
        error={errorOf(errors, `${id}-minutes`)}
        onChange={(event) => onChange({ minutes: event.target.value })}
      />
      <NativeSelect
        label={t("programs.form.blockService")}
        value={block.service_kind}
        disabled={block.kind === "break"}
        onChange={({ target: { value } }) => {
          const kind = serviceKinds.find((one) => one === value);
          if (kind) onChange({ service_kind: kind });
        }}
      >
        {serviceKinds.map((one) => (
          <option key={one} value={one}>
            {t(`kind.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <label className={classes.check}>
        <input
          id={`${id}-countable`}
          type="checkbox"
          checked={block.countable && block.kind !== "break"}
          disabled={block.kind === "break"}
          onChange={(event) => onChange({ countable: event.target.checked })}
        />
        {t("programs.form.blockCounts")}
      </label>
      <span className={classes.tools}>
        <ActionIcon aria-label={t("programs.form.blockUp", at)} disabled={place === 0} onClick={() => onMove(-1)}>
          <IconArrowUp size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t("programs.form.blockDown", at)} disabled={last} onClick={() => onMove(1)}>
          <IconArrowDown size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t("programs.form.removeBlock", at)} onClick={onRemove}>
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </span>
      {block.kind === "therapy" && <Needs id={id} block={block} errors={errors} onChange={onChange} />}
    </div>
  );
}

type NeedsProps = Pick<BlockProps, "block" | "errors" | "onChange"> & { id: string };

/** What a group needs: things in its room, and who leads it. */
function Needs({ id, block, errors, onChange }: NeedsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.needs}>
      <TextInput
        id={`${id}-equipment`}
        label={t("programs.form.blockNeeds")}
        placeholder={t("programs.form.blockNeedsLike")}
        maxLength={500}
        value={block.equipment ?? ""}
        error={errorOf(errors, `${id}-equipment`)}
        onChange={(event) => onChange({ equipment: event.target.value })}
      />
      <NativeSelect
        id={`${id}-leaders`}
        label={t("programs.form.blockLeaders")}
        value={block.two ? "2" : "1"}
        error={errorOf(errors, `${id}-leaders`)}
        onChange={({ target: { value } }) => onChange({ two: value === "2" })}
      >
        <option value="1">{t("programs.form.blockOneLeads")}</option>
        <option value="2">{t("programs.form.blockTwoLead")}</option>
      </NativeSelect>
      {block.two && (
        <NativeSelect
          id={`${id}-second_leads`}
          label={t("programs.form.blockSecond")}
          value={block.second_leads ?? ""}
          error={errorOf(errors, `${id}-second_leads`)}
          onChange={({ target: { value } }) =>
            onChange({ second_leads: serviceKinds.find((one) => one === value) ?? null })
          }
        >
          <option value="">{t("programs.form.blockSecondSame")}</option>
          {serviceKinds.map((one) => (
            <option key={one} value={one}>
              {t(`kind.${one}`)}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  );
}

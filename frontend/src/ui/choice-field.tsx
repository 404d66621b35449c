import { NativeSelect } from "@mantine/core";

type Props<Choice extends string> = {
  id: string;
  label: string;
  choices: readonly Choice[];
  wordOf: (choice: Choice) => string;
  value: Choice | "";
  /** What stands where nothing is chosen; without it something always is. */
  none?: string;
  description?: string;
  error?: string | undefined;
  /** Whether the form begins here. */
  first?: boolean;
  onChange: (choice: Choice | "") => void;
};

/** One of a few, each in words. */
export function ChoiceField<Choice extends string>(props: Props<Choice>) {
  const { choices, wordOf, none, first, onChange, ...rest } = props;
  return (
    <NativeSelect
      {...rest}
      {...(first ? { "data-autofocus": true } : {})}
      onChange={({ target }) => onChange(choices.find((one) => one === target.value) ?? "")}
    >
      {none !== undefined && <option value="">{none}</option>}
      {choices.map((one) => (
        <option key={one} value={one}>
          {wordOf(one)}
        </option>
      ))}
    </NativeSelect>
  );
}

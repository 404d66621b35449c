import fields from "@/ui/fields.module.css";

import classes from "./delivery-editor.module.css";

type ChoicesProps = {
  id?: string;
  legend: string;
  choices: { key: string; name: string }[];
  chosen: string[];
  empty?: string;
  onChange: (chosen: string[]) => void;
};

/** Some of several, each a box to tick. */
export function Choices({ id, legend, choices, chosen, empty, onChange }: ChoicesProps) {
  return (
    <fieldset id={id} tabIndex={id ? -1 : undefined}>
      <legend className={fields.legend}>{legend}</legend>
      {choices.length === 0 && empty && <p className={fields.hint}>{empty}</p>}
      <div className={classes.choices}>
        {choices.map((choice) => (
          <label key={choice.key} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(choice.key)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, choice.key] : chosen.filter((key) => key !== choice.key))
              }
            />
            {choice.name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

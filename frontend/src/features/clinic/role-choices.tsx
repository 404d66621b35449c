import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import { staffRoles } from "@/lib/vocabulary";

import fields from "@/ui/fields.module.css";
import classes from "./form.module.css";

type Props = { id: string; chosen: readonly Role[]; error: string | undefined; onChange: (roles: Role[]) => void };

/** The roles an account begins with. The id is the first choice's, so that the error summary leads there. */
export function RoleChoices({ id, chosen, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}>
      <legend className={fields.legend}>{t("clinic.roles")}</legend>
      <p id={`${id}-hint`} className={fields.hint}>
        {t("clinic.rolesHint")}
      </p>
      <div className={classes.choices}>
        {staffRoles.map((role, index) => (
          <label key={role} className={classes.choice}>
            <input
              id={index === 0 ? id : undefined}
              type="checkbox"
              checked={chosen.includes(role)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, role] : chosen.filter((one) => one !== role))
              }
            />
            {t(`role.${role}`)}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

import classes from "./plan-form.module.css";

/** What a refusal says of a whole group of fields. */
export function Refused({ error }: { error: string | undefined }) {
  return error ? <p className={classes.refused}>{error}</p> : null;
}

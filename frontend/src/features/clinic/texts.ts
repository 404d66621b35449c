import * as credential from "./credential-texts";
import * as grant from "./grant-texts";
import * as hours from "./hours-texts";
import * as onCall from "./on-call-texts";
import * as people from "./people-texts";
import * as places from "./places-texts";
import * as problem from "./problem-texts";

export const en = {
  title: "Clinic",
  tabs: { label: "Parts of the set-up", places: "Locations and rooms", staff: "Staff", "on-call": "On call" },
  summary: "Check these fields",
  inUse: "In use",
  notInUse: "Not in use",
  edit: "Edit",
  named: "{{action}}, {{name}}",
  saved: "Saved",
  stored: "Saved by somebody else: {{facts}}. What you typed is still here; save again to replace theirs.",
  ...places.en,
  ...people.en,
  ...credential.en,
  ...grant.en,
  ...onCall.en,
  ...hours.en,
  problems: problem.en,
};

export const es: typeof en = {
  title: "Clínica",
  tabs: { label: "Partes de la configuración", places: "Sedes y salas", staff: "Personal", "on-call": "De guardia" },
  summary: "Revise estos campos",
  inUse: "En uso",
  notInUse: "Fuera de uso",
  edit: "Editar",
  named: "{{action}}, {{name}}",
  saved: "Guardado",
  stored: "Otra persona guardó: {{facts}}. Lo que escribió sigue aquí; guarde de nuevo para reemplazarlo.",
  ...places.es,
  ...people.es,
  ...credential.es,
  ...grant.es,
  ...onCall.es,
  ...hours.es,
  problems: problem.es,
};

/** Therapies over time. */
export const en = {
  title: "Therapies over time",
  hint: "Above: courses and their phases. Below: minutes delivered, week by week.",
  noCourse: "Delivered without a course",
  since: "Since {{from}}",
  period: "{{from}} to {{to}}",
  phase_one: "{{name}}, {{from}}",
  phase_other: "{{name}}, from {{from}}, noted {{count}} times",
  column: { therapy: "Therapy", course: "Course", phases: "Phases", sessions: "Sessions received" },
};

export const es: typeof en = {
  title: "Terapias en el tiempo",
  hint: "Arriba: los tratamientos y sus fases. Abajo: los minutos impartidos, semana a semana.",
  noCourse: "Impartida sin tratamiento",
  since: "Desde el {{from}}",
  period: "{{from}} a {{to}}",
  phase_one: "{{name}}, {{from}}",
  phase_other: "{{name}}, desde el {{from}}, anotada {{count}} veces",
  column: { therapy: "Terapia", course: "Tratamiento", phases: "Fases", sessions: "Sesiones recibidas" },
};

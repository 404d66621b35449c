/** What a week owes people and has no time for yet, beside the schedule. */
export const en = {
  title: "To place",
  count_one: "{{count}} session this week has no time yet",
  count_other: "{{count}} sessions this week have no time yet",
  minutes: "{{minutes}} min",
  times: "{{times}} × {{minutes}} min",
  place: "find a time",
  more: "Show all ({{count}})",
  fewer: "Show fewer",
  beyond_one: "{{count}} more is not listed",
  beyond_other: "{{count}} more are not listed",
};

export const es: typeof en = {
  title: "Por ubicar",
  count_one: "{{count}} sesión de esta semana aún no tiene hora",
  count_other: "{{count}} sesiones de esta semana aún no tienen hora",
  minutes: "{{minutes}} min",
  times: "{{times}} × {{minutes}} min",
  place: "buscar un horario",
  more: "Mostrar todas ({{count}})",
  fewer: "Mostrar menos",
  beyond_one: "{{count}} más no está en la lista",
  beyond_other: "{{count}} más no están en la lista",
};

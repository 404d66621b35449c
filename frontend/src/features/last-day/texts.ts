/** What became of the last clinic day. */
export const en = {
  title: "Last clinic day",
  titleOf: "Last clinic day, {{date}}",
  mark: "{{outcome}}: {{title}}, {{time}}",
  untried: "No try to reach them is noted",
  note: "Note a try",
  noteFor: "Note a try to reach {{name}}",
  open: "Not closed",
  quiet: "Nobody is marked as missed, and nothing is left open.",
  none: "You had no sessions in the last two weeks.",
};

export const es: typeof en = {
  title: "Último día de clínica",
  titleOf: "Último día de clínica, {{date}}",
  mark: "{{outcome}}: {{title}}, {{time}}",
  untried: "No consta ningún intento de contacto",
  note: "Anotar un intento",
  noteFor: "Anotar un intento de contacto con {{name}}",
  open: "Sin cerrar",
  quiet: "No consta ninguna falta y no queda nada abierto.",
  none: "No tuvo sesiones en las dos últimas semanas.",
};

/** What a therapy records: how it is asked, wherever it is noted. */
export const en = {
  yes: "Yes",
  no: "No",
  notNoted: "Not noted",
  value: "a whole number",
  scale: "{{least}} to {{most}}",
  wrong: "{{name}}: {{range}}",
  date: "a day",
  rule: {
    between: "{{name}}: {{least}} to {{most}}",
    exactly: "{{name}}: {{least}}",
    yes: "{{name}}: yes",
    no: "{{name}}: no",
    widened: "{{condition}}, or {{least}} to {{most}} while “{{by}}” is yes",
  },
};

export const es: typeof en = {
  yes: "Sí",
  no: "No",
  notNoted: "Sin anotar",
  value: "un número entero",
  scale: "de {{least}} a {{most}}",
  wrong: "{{name}}: {{range}}",
  date: "un día",
  rule: {
    between: "{{name}}: de {{least}} a {{most}}",
    exactly: "{{name}}: {{least}}",
    yes: "{{name}}: sí",
    no: "{{name}}: no",
    widened: "{{condition}}, o de {{least}} a {{most}} mientras «{{by}}» sea sí",
  },
};

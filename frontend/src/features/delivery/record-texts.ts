/** What a modality records, in the entry of a group. */
export const en = {
  title: "What is recorded of the group",
  each: "Each participant",
  eachHint: "Said of one person only. Leave out whoever said nothing.",
  said: "{{count}} of {{all}}",
  of: "{{name}}: {{record}}",
  as: "As the group: {{value}}",
};

export const es: typeof en = {
  title: "Lo que se anota del grupo",
  each: "Cada participante",
  eachHint: "Lo que es de una sola persona. Deje en blanco a quien no dijo nada.",
  said: "{{count}} de {{all}}",
  of: "{{name}}: {{record}}",
  as: "Como el grupo: {{value}}",
};

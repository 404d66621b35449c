export const en = {
  bands: "Bands: {{bands}}",
  band: "{{label}} from {{lowest}}",
  bandFormula: "From this score up to the next band",
  cutoff: {
    atLeast: "At or above the cut-off of {{limit}}",
    atMost: "At or below the cut-off of {{limit}}",
    on: "{{cutoff}}, on {{scale}}",
  },
  need: {
    least: "at least {{least}} of the questions {{items}}",
    between: "{{least}} to {{most}} of the questions {{items}}",
    items: "{{numbers}} (answered {{from}} or more)",
  },
  met: "Cut-off met: {{cutoffs}}",
  moreIsBetter: "More is better",
};

export const es: typeof en = {
  bands: "Rangos: {{bands}}",
  band: "{{label}} desde {{lowest}}",
  bandFormula: "Desde este puntaje hasta el rango siguiente",
  cutoff: {
    atLeast: "En el punto de corte de {{limit}} o por encima",
    atMost: "En el punto de corte de {{limit}} o por debajo",
    on: "{{cutoff}}, en {{scale}}",
  },
  need: {
    least: "al menos {{least}} de las preguntas {{items}}",
    between: "de {{least}} a {{most}} de las preguntas {{items}}",
    items: "{{numbers}} (respuesta de {{from}} o más)",
  },
  met: "Punto de corte alcanzado: {{cutoffs}}",
  moreIsBetter: "Más es mejor",
};

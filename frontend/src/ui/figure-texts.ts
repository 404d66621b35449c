/** What a figure of a measure is of, wherever one is shown. */
export const en = {
  title: "What these figures mean",
  formula: "Formula",
  population: "Found in",
  citation: "Source",
  confidence: {
    verified: "read in the source, or in two that do not depend on each other",
    probable: "read at second hand",
    house: "chosen here, not published",
  },
  change: "Reliable change: {{points}} points or more ({{level}})",
  inputs: "{{formula}}, with SD {{sd}}, reliability {{reliability}}, z {{z}}",
  range: { atLeast: "Clinical range: {{limit}} and more", atMost: "Clinical range: {{limit}} and less" },
  recovered: "Recovered: the first score lies in this range and a later one does not",
};

export const es: typeof en = {
  title: "Qué significan estas cifras",
  formula: "Fórmula",
  population: "Hallada en",
  citation: "Fuente",
  confidence: {
    verified: "leída en la fuente, o en dos independientes",
    probable: "leída de segunda mano",
    house: "elegida aquí, no publicada",
  },
  change: "Cambio fiable: {{points}} puntos o más ({{level}})",
  inputs: "{{formula}}, con DE {{sd}}, fiabilidad {{reliability}}, z {{z}}",
  range: { atLeast: "Rango clínico: {{limit}} y más", atMost: "Rango clínico: {{limit}} y menos" },
  recovered: "Recuperación: el primer puntaje está en este rango y uno posterior no",
};

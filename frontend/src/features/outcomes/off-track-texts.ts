/** Whose course needs a second look. */
export const en = {
  title: "Not on track",
  none: "Nobody waits for a second look.",
  worse: "{{name}} reliably worse: {{first}} to {{last}}",
  no_gain: "{{name}} not better at half time: {{first}} to {{last}}",
  more_one: "Show {{count}} more",
  more_other: "Show {{count}} more",
  truncated: "Cut off after {{count}}: more may stand in the charts.",
};

export const es: typeof en = {
  title: "Fuera de rumbo",
  none: "Nadie espera una segunda mirada.",
  worse: "{{name}} peor de forma fiable: {{first}} a {{last}}",
  no_gain: "{{name}} sin mejoría a mitad del tiempo: {{first}} a {{last}}",
  more_one: "Mostrar {{count}} más",
  more_other: "Mostrar {{count}} más",
  truncated: "Cortado tras {{count}}: puede haber más en los expedientes.",
};

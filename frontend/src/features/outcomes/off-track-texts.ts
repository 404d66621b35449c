/** Whose course needs a second look. */
export const en = {
  title: "Not on track",
  none: "Nobody waits for a second look.",
  worse: "{{name}} reliably worse: {{first}} to {{last}}",
  no_gain: "{{name}} not better at half time: {{first}} to {{last}}",
  more_one: "{{count}} more: see the charts",
  more_other: "{{count}} more: see the charts",
};

export const es: typeof en = {
  title: "Fuera de rumbo",
  none: "Nadie espera una segunda mirada.",
  worse: "{{name}} peor de forma fiable: {{first}} a {{last}}",
  no_gain: "{{name}} sin mejoría a mitad del tiempo: {{first}} a {{last}}",
  more_one: "{{count}} más: vea los expedientes",
  more_other: "{{count}} más: vea los expedientes",
};

/** Texts of the screen on the wall. */
export const en = {
  title: "Here today",
  here: "Here",
  notHere: "Not here",
  left_one: "{{count}} minute left",
  left_other: "{{count}} minutes left",
  begins_one: "Begins in {{count}} minute",
  begins_other: "Begins in {{count}} minutes",
  over: "It is over",
  nobody: "Nobody is expected",
};

export const es: typeof en = {
  title: "Hoy aquí",
  here: "Aquí",
  notHere: "No está",
  left_one: "Queda {{count}} minuto",
  left_other: "Quedan {{count}} minutos",
  begins_one: "Empieza en {{count}} minuto",
  begins_other: "Empieza en {{count}} minutos",
  over: "Ha terminado",
  nobody: "No se espera a nadie",
};

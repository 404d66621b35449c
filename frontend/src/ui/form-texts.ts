/** What every form says by itself, and what finding a person says in each. */
export const en = {
  notAccepted: "{{field}}: this is not accepted",
  person: "Person",
  search: "Name, MRN or birth date",
  searchHint: "The beginning of a name, a record number, or a date like 1990-04-23",
  noPerson: "No one matches",
  noPersonHint: "Try fewer letters, or the record number.",
  found_one: "{{count}} person found",
  found_other: "{{count}} people found",
  more: "More match. Type more letters.",
  choose: "Choose",
  chooseWho: "Choose {{name}}",
  another: "Choose another person",
};

export const es: typeof en = {
  notAccepted: "{{field}}: no se acepta",
  person: "Persona",
  search: "Nombre, n.º de historia o nacimiento",
  searchHint: "Inicio de un nombre, un número de historia o una fecha como 1990-04-23",
  noPerson: "Nadie coincide",
  noPersonHint: "Pruebe con menos letras o con el número de historia.",
  found_one: "{{count}} persona encontrada",
  found_other: "{{count}} personas encontradas",
  more: "Hay más coincidencias. Escriba más letras.",
  choose: "Elegir",
  chooseWho: "Elegir a {{name}}",
  another: "Elegir a otra persona",
};

/** What a curriculum plans for one session. */
export const en = {
  title: "Planned topic",
  place: "{{curriculum}}, {{number}} of {{of}}",
  next: "Next time: {{topic}}",
  pinned: "Out of turn",
  change: "Another topic",
  changeNamed: "Another topic: {{curriculum}}",
  changeTitle: "Another topic for this session",
  label: "Topic",
  hint: "The sessions that follow go on from it.",
  numbered: "{{number}}. {{topic}}",
  summary: "The topic was not changed",
  save: "Teach this one",
  changed: "This session teaches {{topic}}",
};

export const es: typeof en = {
  title: "Tema previsto",
  place: "{{curriculum}}, {{number}} de {{of}}",
  next: "La próxima vez: {{topic}}",
  pinned: "Fuera de turno",
  change: "Otro tema",
  changeNamed: "Otro tema: {{curriculum}}",
  changeTitle: "Otro tema para esta sesión",
  label: "Tema",
  hint: "Las sesiones siguientes continúan desde él.",
  numbered: "{{number}}. {{topic}}",
  summary: "El tema no se cambió",
  save: "Enseñar este",
  changed: "Esta sesión enseña {{topic}}",
};

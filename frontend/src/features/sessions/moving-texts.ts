/** A session is moved in the schedule itself, by keys or by hand. */
export const en = {
  label: "Moving a session",
  to: "{{title}}: {{when}}",
  fits: "The room and everyone who works there are free then.",
  keys: "Enter moves it there, Escape leaves it.",
  move: "Move",
  leave: "Leave it",
  nextFree: "Free at {{time}}",
  moved: "{{title}} is moved to {{when}}.",
  undo: "Undo",
  undone: "{{title}} is back at {{when}}.",
  close: "Close",
  left: "{{title}} stays.",
  over: "{{title}} has begun or is over: it stays.",
};

export const es: typeof en = {
  label: "Mover una sesión",
  to: "{{title}}: {{when}}",
  fits: "La sala y quienes trabajan ahí están libres entonces.",
  keys: "Intro la mueve ahí, Escape la deja.",
  move: "Mover",
  leave: "Dejarla",
  nextFree: "Libre a las {{time}}",
  moved: "{{title}} pasa a {{when}}.",
  undo: "Deshacer",
  undone: "{{title}} vuelve a {{when}}.",
  close: "Cerrar",
  left: "{{title}} se queda.",
  over: "{{title}} ha empezado o terminado: se queda.",
};

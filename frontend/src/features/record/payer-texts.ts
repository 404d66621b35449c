/** Who pays for an episode. */
export const en = {
  payers: "Who pays",
  payersHint: "Its rules hold besides the state's: the size of groups, the days that count",
  noPayers: "Nobody is on file as paying for this episode.",
  payer: "Payer",
  payerHint:
    "As the rules of the week name it, such as medicaid. Leave it empty where nobody but the participant pays.",
  payerWrong: "Use letters, digits, points and hyphens",
  paysFrom: "From",
  paysNow: "pays today",
  selfPay: "The participant",
  addPayer: "Add a payer",
  takePayerBack: "Take back",
  takeOnePayerBack: "Take back {{name}}",
  takePayerBackHint: "Only for what was entered in error: the payer before it holds on.",
  reason: "What was wrong",
  reasonMissing: "Say what was wrong",
  startsOnMissing: "Enter the first day",
};

export const es: typeof en = {
  payers: "Quién paga",
  payersHint: "Sus reglas valen junto a las del estado: el tamaño de los grupos, los días que cuentan",
  noPayers: "No consta quién paga este episodio.",
  payer: "Pagador",
  payerHint:
    "Como lo nombran las reglas de la semana, por ejemplo medicaid. Déjelo vacío si solo paga la persona participante.",
  payerWrong: "Use letras, cifras, puntos y guiones",
  paysFrom: "Desde",
  paysNow: "paga hoy",
  selfPay: "La persona participante",
  addPayer: "Añadir un pagador",
  takePayerBack: "Retirar",
  takeOnePayerBack: "Retirar {{name}}",
  takePayerBackHint: "Solo para lo que se anotó por error: sigue valiendo el pagador anterior.",
  reason: "Qué estaba mal",
  reasonMissing: "Diga qué estaba mal",
  startsOnMissing: "Indique el primer día",
};

/** What every form says by itself. */
export const en = {
  notAccepted: "{{field}}: this is not accepted",
};

export const es: typeof en = {
  notAccepted: "{{field}}: no se acepta",
};

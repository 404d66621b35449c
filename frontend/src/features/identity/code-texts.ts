export const en = {
  label: "Code",
  hint: "Six digits from your authenticator app, or one of your recovery codes.",
  asked: "Your account also asks for a code.",
  missing: "Enter the code",
  problems: {
    "second-factor-refused": "This code is not right, or was used before. Wait for the next one.",
    "second-factor-unreadable": "Codes of your app cannot be checked at the moment. Use a recovery code.",
  },
};

export const es: typeof en = {
  label: "Código",
  hint: "Seis dígitos de su aplicación de autenticación, o uno de sus códigos de recuperación.",
  asked: "Su cuenta pide además un código.",
  missing: "Escriba el código",
  problems: {
    "second-factor-refused": "El código no es correcto o ya se usó. Espere el siguiente.",
    "second-factor-unreadable":
      "Por ahora no se pueden comprobar los códigos de su aplicación. Use un código de recuperación.",
  },
};

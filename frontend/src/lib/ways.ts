/** How a phone number and an e-mail address are written, as the server takes them. */
export const PHONE = /^\+?[0-9(][0-9 ().\-/]{3,24}(x[0-9]{1,6})?$/;
export const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/;

export const en = { title: "Clinic" };
export const es: typeof en = { title: "Clínica" };

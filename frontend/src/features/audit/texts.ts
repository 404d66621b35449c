export const en = { title: "Audit" };
export const es: typeof en = { title: "Auditoría" };

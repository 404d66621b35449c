/** Why something about a cohort was not done, by the code of the refusal. */
export const en = {
  "cohort-full":
    "The cohort has no free seat on some of these days. Choose other days or another cohort, or use the waitlist.",
  "cohort-name-taken": "A cohort of this name starts here on this day already. Choose another name.",
  "members-outside-dates": "Memberships reach beyond these days. Move or end them first, or end the cohort.",
  "seats-taken": "More seats are taken than that. Enter at least as many seats as are taken.",
  "closed-cohort-needs-end": "A closed cohort has a last day. Enter it.",
  "capacity-above-group-cap": "A rule of the state allows fewer people in a group. Enter fewer seats.",
  "track-not-offered": "The program does not run on this track. Choose another one, or change the program's plan.",
  "cohort-started": "This cohort runs already or has ended.",
  "program-retired": "This program takes nobody new. Choose another one.",
  "location-inactive": "This location is not in use any more. Choose another one.",
  "location-not-found": "This location is not available any more.",
  "program-not-found": "This program is not available any more.",
  "cohort-ended": "This cohort has ended. Choose another one.",
  "cohort-closed": "This cohort is closed and has started. Choose why they join late.",
  "late-join-not-allowed":
    "You may not let somebody into a closed cohort after its start. Ask a supervisor or the program director.",
  "membership-not-available":
    "This cohort is not available for this person. Choose another cohort, or ask the program director.",
  "membership-overlaps": "This person is in this cohort already on some of these days. Choose other days.",
  "primary-membership-exists": "Another cohort is their primary one on some of these days. Move them instead.",
  "primary-membership-needed": "Their only cohort has to be the primary one.",
  "membership-voided": "This membership was taken back meanwhile. Close this and look at the list again.",
  "membership-ended": "This membership ends before that day. Close this and look at the list again.",
  "membership-not-found": "This membership is not available any more.",
  "episode-not-active":
    "Their episode is not active on all of these days. Check the admission and the last day of care.",
  "episode-not-found": "Their episode is not available to you.",
  "cohort-of-another-program": "This cohort belongs to another program than their episode.",
  "outside-cohort-dates": "These days lie outside the dates of the cohort.",
  "cohort-dates-reversed": "The last day comes before the first.",
  "same-cohort": "They are in this cohort already.",
  "no-longer-waiting": "This person no longer waits: somebody gave them a seat or took them off the list.",
  "no-active-episode": "They have no active episode in this program on that day. Admit them to the program first.",
  "waits-already": "This person is on this waitlist already.",
  "waitlist-entry-not-found": "This entry is not available any more.",
};

export const es: typeof en = {
  "cohort-full":
    "La cohorte no tiene un lugar libre en algunos de estos días. Elija otros días u otra cohorte, o use la lista de espera.",
  "cohort-name-taken": "Aquí ya empieza ese día una cohorte con este nombre. Elija otro nombre.",
  "members-outside-dates":
    "Hay participaciones fuera de estos días. Trasládelas o termínelas antes, o termine la cohorte.",
  "seats-taken": "Hay más lugares ocupados. Escriba al menos tantos lugares como están ocupados.",
  "closed-cohort-needs-end": "Una cohorte cerrada tiene un último día. Escríbalo.",
  "capacity-above-group-cap": "Una norma del estado permite menos personas por grupo. Escriba menos lugares.",
  "track-not-offered": "El programa no tiene este horario. Elija otro o cambie el plan del programa.",
  "cohort-started": "Esta cohorte ya está en curso o terminó.",
  "program-retired": "Este programa no admite a nadie más. Elija otro.",
  "location-inactive": "Esta sede ya no se usa. Elija otra.",
  "location-not-found": "Esta sede ya no está disponible.",
  "program-not-found": "Este programa ya no está disponible.",
  "cohort-ended": "Esta cohorte terminó. Elija otra.",
  "cohort-closed": "Esta cohorte es cerrada y ya empezó. Elija por qué entra después.",
  "late-join-not-allowed":
    "Usted no puede incorporar a alguien a una cohorte cerrada después del inicio. Pídalo a la supervisión o a la dirección del programa.",
  "membership-not-available":
    "Esta cohorte no está disponible para esta persona. Elija otra, o consulte a la dirección del programa.",
  "membership-overlaps": "Esta persona ya está en esta cohorte en algunos de estos días. Elija otros días.",
  "primary-membership-exists": "Su cohorte principal es otra en algunos de estos días. Trasládela en su lugar.",
  "primary-membership-needed": "Su única cohorte tiene que ser la principal.",
  "membership-voided": "Esta participación se anuló entretanto. Cierre esto y vea la lista de nuevo.",
  "membership-ended": "Esta participación termina antes de ese día. Cierre esto y vea la lista de nuevo.",
  "membership-not-found": "Esta participación ya no está disponible.",
  "episode-not-active":
    "Su episodio no está activo en todos estos días. Revise la admisión y el último día de atención.",
  "episode-not-found": "Su episodio no está disponible para usted.",
  "cohort-of-another-program": "Esta cohorte es de otro programa que su episodio.",
  "outside-cohort-dates": "Estos días quedan fuera de las fechas de la cohorte.",
  "cohort-dates-reversed": "El último día es anterior al primero.",
  "same-cohort": "Ya está en esta cohorte.",
  "no-longer-waiting": "Esta persona ya no espera: alguien le dio un lugar o la quitó de la lista.",
  "no-active-episode": "No tiene un episodio activo en este programa ese día. Primero hay que admitirla.",
  "waits-already": "Esta persona ya está en esta lista de espera.",
  "waitlist-entry-not-found": "Esta entrada ya no está disponible.",
};

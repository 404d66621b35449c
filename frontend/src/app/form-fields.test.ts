import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

import * as account from "@/features/account/fields";
import * as admission from "@/features/admission/fields";
import * as alerts from "@/features/alerts/fields";
import * as audit from "@/features/audit/fields";
import * as clinic from "@/features/clinic/fields";
import * as closures from "@/features/closures/fields";
import * as cohorts from "@/features/cohorts/fields";
import * as contacts from "@/features/contacts/fields";
import * as courses from "@/features/courses/fields";
import * as curricula from "@/features/curricula/fields";
import * as delivery from "@/features/delivery/fields";
import * as diaries from "@/features/diaries/fields";
import * as handoffs from "@/features/handoffs/fields";
import * as intake from "@/features/intake/fields";
import * as measures from "@/features/measures/fields";
import * as planning from "@/features/planning/fields";
import * as programs from "@/features/programs/fields";
import * as record from "@/features/record/fields";
import * as restricted from "@/features/restricted/fields";
import * as sessions from "@/features/sessions/fields";
import * as tasks from "@/features/tasks/fields";
import * as therapies from "@/features/therapies/fields";

/** Every request that a form sends, and where its fields stand in that form. */
const forms: Record<string, Readonly<Record<string, string>>> = {
  AccountRoleCreate: clinic.roleFields,
  AdministrationCreate: measures.giveFields,
  AlertClose: alerts.closeFields,
  AlertHandOver: alerts.handOverFields,
  AlertRaise: alerts.raiseFields,
  AttendancePolicyWrite: programs.policyFields,
  AvailabilityWrite: contacts.windowFields,
  BreakGlassReview: audit.reviewFields,
  ChainCreate: diaries.chainStartFields,
  ChainWrite: diaries.chainFields,
  ClosureApply: closures.applyFields,
  ClosureCreate: closures.closureFields,
  ClosureRemoval: closures.removeFields,
  ClosureTimesSearch: closures.timesFields,
  CohortCreate: cohorts.cohortFields,
  CohortEnd: { ends_on: "ends_on" },
  CohortUpdate: cohorts.cohortFields,
  ContactAttemptCreate: contacts.attemptFields,
  ContactWayCreate: contacts.wayFields,
  ContactWayUpdate: contacts.wayFields,
  ContactWrite: contacts.contactFields,
  CorrectionWrite: measures.correctFields,
  CourseEnd: courses.endFields,
  CourseEntryCreate: courses.entryFields,
  CourseStart: courses.startFields,
  CourseTargetSettle: courses.settleFields,
  CourseTargetWrite: courses.targetFields,
  CourseVoid: courses.courseVoidFields,
  CredentialCreate: clinic.credentialFields,
  CredentialRevoke: clinic.revokeFields,
  CredentialUpdate: clinic.credentialFields,
  CurriculumCreate: curricula.newCurriculumFields,
  CurriculumUpdate: curricula.curriculumFields,
  DeliveryWrite: delivery.deliveryFields,
  DiarySettingWrite: diaries.settingFields,
  EpisodeAdmission: admission.admissionFields,
  EpisodeCreate: admission.referralFields,
  FormerNameCreate: record.formerNameFields,
  GlassBreaking: restricted.openingFields,
  HandOffCreate: handoffs.handOffFields,
  HomeworkAssign: courses.assignFields,
  HomeworkReport: courses.reportFields,
  IdentifierCreate: record.identifierFields,
  IdentifierUpdate: record.identifierFields,
  InstrumentTextCreate: programs.textFields,
  LocationCreate: clinic.locationFields,
  LocationUpdate: clinic.locationFields,
  MeasureScheduleWrite: programs.scheduleFields,
  MembershipCreate: cohorts.admitFields,
  MembershipEnding: cohorts.endFields,
  MembershipMove: cohorts.moveFields,
  ModalityCreate: therapies.newTherapyFields,
  ModalityUpdate: therapies.therapyFields,
  ParticipantCreate: intake.personFields,
  ParticipantUpdate: record.personFields,
  SecondFactorConfirm: account.proofFields,
  SecondFactorProof: account.proofFields,
  SecondFactorStart: account.proofFields,
  PasswordChange: account.passwordFields,
  PayerCreate: record.payerFields,
  PayerVoid: record.payerVoidFields,
  ProgramCreate: programs.startFields,
  ProgramStaffCreate: programs.staffFields,
  ProgramStaffUpdate: programs.staffFields,
  ProgramUpdate: programs.planFields,
  RestrictedSearchQuery: restricted.searchFields,
  RiskScreenCreate: measures.screenFields,
  OnCallShiftCreate: clinic.shiftFields,
  RoomCreate: clinic.roomFields,
  RoomUpdate: clinic.roomFields,
  RiskScreenVoid: measures.screenVoidFields,
  RunEnd: curricula.endFields,
  RunStart: curricula.followFields,
  TopicPin: curricula.pinFields,
  SafetyPlanWrite: measures.planFields,
  ScheduleBuildCreate: planning.planFields,
  ScreeningStart: admission.screeningFields,
  SeatWaitCreate: sessions.waitFields,
  SeriesEditCreate: sessions.seriesEditFields,
  ServiceGrantCreate: clinic.grantFields,
  SessionCancel: sessions.cancelFields,
  SessionCreate: sessions.createFields,
  SessionMove: sessions.moveFields,
  SlotSearch: sessions.slotFields,
  SuitableHoursWrite: contacts.suitableFields,
  StaffHoursChange: clinic.hoursFields,
  StaffCreate: clinic.personFields,
  StaffInvitation: clinic.personFields,
  StaffInvite: clinic.inviteFields,
  StaffStatusChange: clinic.statusFields,
  StaffUpdate: clinic.fileFields,
  TaskCompletion: tasks.doneFields,
  TaskCreate: tasks.taskFields,
  TaskUpdate: tasks.putOffFields,
  TrackResponseCreate: measures.responseFields,
  TreatmentTargetClose: diaries.closeFields,
  TreatmentTargetCreate: diaries.targetFields,
  TreatmentTargetUpdate: diaries.targetChangeFields,
  VoidReason: contacts.voidFields,
  WaitlistEntryCreate: cohorts.waitFields,
  WaitlistPlacement: cohorts.placeFields,
  WaitlistWithdrawal: cohorts.withdrawFields,
  Withdrawal: measures.withdrawFields,
};

/** Requests without fields of a form: what they hold comes from a press, a link or another field's letters. */
const formless: Record<string, string> = {
  HomeworkReview: "a button",
  AccountRoleEnd: "a press",
  AnswerWrite: "a press",
  BookingCreate: "a press",
  DiaryEntryWrite: "a press; a value that is refused is said at its line",
  DraftSave: "what is typed, as it stands",
  DuplicateQuestion: "what is on file, or typed so far",
  Enrol: "one field, with words of its own for each flaw",
  EnrolmentInspect: "the link",
  CourseUpdate: "a press",
  InstrumentChoice: "a press",
  MarksToClear: "a press",
  Merge: "a choice, looked at before it is sent",
  NotSame: "a press",
  ParticipantSearch: "letters typed in a list",
  PeriodEnd: "a press",
  PullOut: "times beside one name, said there",
  RosterMarks: "a press; a mark that is refused is shown in its row",
  SessionClose: "presses beside names",
  SignIn: "one answer for every mistake, so that nobody learns which accounts there are",
};

type Schema = { properties?: Record<string, unknown> };
type Operation = { requestBody?: { content: Record<string, { schema: { $ref?: string } }> } };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const root = join(import.meta.dirname, "../../..");
const api = JSON.parse(readFileSync(join(root, "openapi/openapi.json"), "utf8")) as Document;
const propertiesOf = (schema: string) => Object.keys(api.components.schemas[schema]?.properties ?? {});

/** Names of the request bodies that the app sends, read from its code. */
function bodiesSent(): string[] {
  const files = ["features", "api"].flatMap((folder) =>
    readdirSync(join(root, "frontend/src", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/schema\.d\.ts$|test\.ts$/.test(file))
      .map((file) => readFileSync(join(root, "frontend/src", folder, file), "utf8")),
  );
  const calls = files.flatMap((text) => [...text.matchAll(/\.(POST|PUT|PATCH)\(\s*"([^"]+)"/g)]);
  const bodies = calls.flatMap(([, method = "", path = ""]) => {
    const body = api.paths[path]?.[method.toLowerCase()]?.requestBody?.content["application/json"]?.schema.$ref;
    return body ? [body.split("/").at(-1) ?? ""] : [];
  });
  return [...new Set(bodies)].sort();
}

it.each(Object.entries(forms))("the form of %s knows every field that the server may refuse", (schema, fields) => {
  expect(propertiesOf(schema)).not.toEqual([]);
  expect(propertiesOf(schema).filter((field) => !(field in fields))).toEqual([]);
});

it.each([
  ["phone", "ContactWayCreate", intake.phoneFields],
  ["e-mail address", "ContactWayCreate", intake.emailFields],
  ["number of another system", "IdentifierCreate", intake.knownNumberFields],
  ["former name", "FormerNameCreate", intake.formerNameFields],
])("the form of a new person knows every field of the %s that goes with it", (_, schema, fields) => {
  expect(propertiesOf(schema).filter((field) => !(field in fields))).toEqual([]);
});

it("knows every form: each request has its fields here, or says why it has none", () => {
  const sent = bodiesSent();
  expect(sent.length).toBeGreaterThan(40);
  expect(sent.filter((body) => !(body in forms) && !(body in formless))).toEqual([]);
  expect([...Object.keys(forms), ...Object.keys(formless)].filter((body) => !sent.includes(body))).toEqual([]);
});

export function ClinicRoute() {
  return null;
}

export function StaffFileRoute() {
  return null;
}

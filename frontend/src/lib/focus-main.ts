/** Takes focus to the page itself, where what had it is gone: else it would be lost, and the page read from its top. */
export function focusMain(): void {
  document.getElementById("main")?.focus({ preventScroll: true });
}

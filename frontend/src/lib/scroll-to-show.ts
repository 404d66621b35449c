/**
 * Scroll a box by as little as shows one of its elements whole, inside the box's scroll padding.
 *
 * Not `scrollIntoView`: in Chromium it moves the point where Tab goes on, so that the first Tab of a page would pass over
 * the skip link and the navigation.
 */
export function scrollToShow(box: Element, element: Element): void {
  const around = box.getBoundingClientRect();
  const its = element.getBoundingClientRect();
  const { scrollPaddingTop, scrollPaddingBottom, scrollPaddingLeft, scrollPaddingRight } = getComputedStyle(box);
  const [top, bottom, left, right] = [scrollPaddingTop, scrollPaddingBottom, scrollPaddingLeft, scrollPaddingRight].map(
    (edge) => Number.parseFloat(edge) || 0,
  ) as [number, number, number, number];
  box.scrollTop += beyond(its.top, its.bottom, around.top + top, around.bottom - bottom);
  box.scrollLeft += beyond(its.left, its.right, around.left + left, around.right - right);
}

/** How far `[start, end]` lies outside `[from, to]`; negative before it, 0 inside. What is larger shows its start. */
export function beyond(start: number, end: number, from: number, to: number): number {
  if (start < from || end - start > to - from) return start - from;
  return Math.max(0, end - to);
}

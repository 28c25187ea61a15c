/** What part of a picture is looked at: the middle of the view in parts of its box, and how many times enlarged. */
export interface View {
  /** 0 … 1 from the left, kept so that the box is always filled. */
  readonly x: number;
  readonly y: number;
  /** From 1, where the whole is seen. */
  readonly zoom: number;
}

export const wholeView: View = { x: 0.5, y: 0.5, zoom: 1 };
const mostZoom = 16;

/** Moves by parts of what is seen: 0.25 to the right is a quarter of the view. */
export function pan(view: View, right: number, down: number): View {
  return within({ ...view, x: view.x + right / view.zoom, y: view.y + down / view.zoom });
}

/**
 * Enlarges by a factor; what lies under a point stays under it.
 *
 * @param at the point in parts of the box; its middle where it is left out
 */
export function zoomBy(view: View, factor: number, at = { x: 0.5, y: 0.5 }): View {
  const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor));
  return within({
    zoom,
    x: view.x + (at.x - 0.5) * (1 / view.zoom - 1 / zoom),
    y: view.y + (at.y - 0.5) * (1 / view.zoom - 1 / zoom),
  });
}

/** As a CSS transform of something that fills the box. */
export function transformOf({ x, y, zoom }: View): string {
  return `translate(${(0.5 - x) * zoom * 100}%, ${(0.5 - y) * zoom * 100}%) scale(${zoom})`;
}

function within({ x, y, zoom }: View): View {
  const half = 0.5 / zoom;
  const clamp = (value: number) => Math.min(1 - half, Math.max(half, value));
  return { x: clamp(x), y: clamp(y), zoom };
}

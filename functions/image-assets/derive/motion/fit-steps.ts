/** How much of a moving picture is kept. */
export interface FitStep {
  /** Of the sides asked for. */
  readonly size: number;
  /** Of WebP, 1..100. */
  readonly quality: number;
}

/**
 * Makes a file by the first of the steps that gives no more than `mostBytes`.
 * @throws Error where even the last gives more
 */
export async function firstThatFits<Step extends FitStep, Made extends { readonly bytes: Buffer }>(
  steps: readonly Step[],
  mostBytes: number,
  make: (step: Step) => Promise<Made>,
): Promise<Made> {
  for (const step of steps) {
    const made = await make(step);
    if (made.bytes.length <= mostBytes) return made;
  }
  throw new Error(`no size and quality gives a file within ${mostBytes} bytes`);
}

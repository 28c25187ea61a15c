import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { say } from '../../texts/text.ts';

/** A stage's title; what is no stage has only its technical name, here in words: `NeedsReview` → “Needs review”. */
export function stateName({ machine }: WorkflowAnswer, name: string): string {
  const title = machine.states.find((state) => state.name === name)?.title;
  if (title !== undefined) return say(title);
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

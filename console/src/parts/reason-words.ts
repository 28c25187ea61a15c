import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';

/** What the system itself writes as a reason where nobody gave one, whatever the language of the reader. */
const written = new Map([
  ['changed by hand', texts.byHand],
  ['storehand init', texts.atSetUp],
]);

/** Whether a person wrote it. */
export function isOwnReason(reason: string): boolean {
  return !written.has(reason);
}

/** A reason as people read it: what the system wrote in the reader's language, what a person wrote as it is. */
export function reasonWords(reason: string): string {
  const says = written.get(reason);
  return says === undefined ? reason : say(says);
}

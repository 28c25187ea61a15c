import { findChannel } from '../../commerce/channels/channel-rules.ts';
import type { Says } from '../../commerce/says.ts';
import type { ObjectReference } from '../../platform/ports/objects.ts';
import type { DerivedList } from '../derive/derived-list.ts';
import { derivedTitle } from '../derive/derived-title.ts';
import type { PictureList } from '../picture-list.ts';
import type { Validation } from '../validation-file.ts';
import type { SheetEvidence, SheetFile, Verdict } from './sheet.ts';

type Locate = (name: string) => ObjectReference;
type Rule = { readonly answer: 'pass' | 'warn' | 'fail'; readonly says: Says };

/** A photo that is not that far has none. @param refused the choices that a person kept back */
export function listChannelFiles(
  list: PictureList | undefined,
  validation: Validation | undefined,
  refused: ReadonlySet<string>,
  locate: Locate,
): SheetFile[] {
  return (list?.pictures ?? []).map(({ channel, name, width, height, bytes, withheld }) => {
    const checked = validation?.evidence.find((one) => one.name === name);
    const evidence = inOrder(checked?.rules ?? []);
    return {
      title: findChannel(channel)?.title ?? checked?.title ?? { en: channel, zh: channel },
      name,
      width,
      height,
      bytes,
      verdict: verdictOf(checked?.answer, withheld !== undefined),
      isRefused: refused.has(channel),
      evidence:
        withheld === undefined ? evidence : [{ verdict: 'withheld', says: withheld.says }, ...evidence],
      source: { at: locate(name), under: 'checkerboard' },
    };
  });
}

export function listDerivedFiles(
  list: DerivedList | undefined,
  validation: Validation | undefined,
  refused: ReadonlySet<string>,
  locate: Locate,
): SheetFile[] {
  return (list?.files ?? []).map((file) => {
    const checked = validation?.derived.find((one) => one.name === file.name);
    return {
      title: derivedTitle(file.kind, file.choice),
      name: file.name,
      width: file.width,
      height: file.height,
      bytes: file.bytes,
      seconds: file.seconds,
      verdict: verdictOf(checked?.answer, list?.withheld === true),
      isRefused: refused.has(file.choice),
      evidence: inOrder(checked?.rules ?? []),
      // An animation shows its first picture.
      ...(file.format === 'mp4' || file.format === 'html'
        ? {}
        : { source: { at: locate(file.name), under: 'checkerboard' } }),
    };
  });
}

function verdictOf(answer: Rule['answer'] | undefined, isWithheld: boolean): Verdict {
  return isWithheld ? 'withheld' : (answer ?? 'unchecked');
}

const order = ['fail', 'warn', 'pass'] as const;

function inOrder(rules: readonly Rule[]): SheetEvidence[] {
  return rules
    .toSorted((one, other) => order.indexOf(one.answer) - order.indexOf(other.answer))
    .map(({ answer, says }) => ({ verdict: answer, says }));
}

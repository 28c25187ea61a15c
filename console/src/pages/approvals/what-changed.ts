import type { Says } from '../../../../functions/commerce/says.ts';
import type { ApprovalAnswer } from '../../../../functions/platform/approvals/approvals-answers.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';

type Seen = Pick<ApprovalAnswer, 'items'>;

/** What joined an approval, left it, or was made again since somebody looked. */
export function whatChanged(before: Seen, after: Seen): readonly Says[] {
  const hashes = (seen: Seen) => new Map(seen.items.map(({ run, payloadHash }) => [run, payloadHash]));
  const [old, now] = [hashes(before), hashes(after)];
  const both = (write: (what: string) => Says, { asks }: Seen['items'][number]): Says => ({
    en: write(asks.en).en,
    zh: write(asks.zh).zh,
  });
  return [
    ...after.items.filter(({ run }) => !old.has(run)).map((item) => both(texts.added, item)),
    ...after.items
      .filter(({ run, payloadHash }) => old.has(run) && old.get(run) !== payloadHash)
      .map((item) => both(texts.redone, item)),
    ...before.items.filter(({ run }) => !now.has(run)).map((item) => both(texts.gone, item)),
  ];
}

import type { Says } from '../commerce/says.ts';
import type { ImportCounts } from './import-files.ts';
import type { RecordInput } from './schemas.ts';

/** How an import ended, for the person who sent the file. Undefined where the failure says it. */
export function describeEnd(
  { outcome, decision }: Pick<RecordInput, 'outcome' | 'decision'>,
  counts: ImportCounts,
  quarantined: number,
): Says | undefined {
  switch (outcome) {
    case 'completed':
      return joined([countsText(counts), refusedText(counts.refused, quarantined)]);
    case 'dry-run':
      return joined([dryRun, countsText(counts), refusedText(counts.refused, counts.refused)]);
    case 'expired':
      return {
        en: 'Nobody said in time what the columns mean, so nothing was imported. The file is kept; reopen the question with one click.',
        zh: '列对应关系超时未确认，因此未导入任何内容。文件已保留，可一键重新打开。',
      };
    case 'rejected': {
      // The answer of a question without a comment says null.
      const comment = decision.comment ? ` “${decision.comment}”` : '';
      return {
        en: `A person rejected the file; nothing was imported.${comment}`,
        zh: `该文件被人工拒绝，未导入任何内容。${comment}`,
      };
    }
    default:
      return undefined;
  }
}

const dryRun: Says = {
  en: 'A dry run: nothing was changed. It would be:',
  zh: '演练：未做任何更改。预计结果：',
};

function countsText({ created, changed, unchanged, late }: ImportCounts): Says {
  const isLate = late > 0;
  return {
    en: `${created} created, ${changed} changed, ${unchanged} unchanged${isLate ? `, ${late} left as a newer file has them` : ''}.`,
    zh: `新建 ${created} 个，更新 ${changed} 个，无变化 ${unchanged} 个${isLate ? `，${late} 个已被较新的文件更新而保持不变` : ''}。`,
  };
}

function refusedText(refused: number, quarantined: number): Says | undefined {
  if (refused === 0) return undefined;
  const isMore = refused > quarantined;
  return {
    en: `${refused} refused, each with its line and reason${isMore ? `: the first ${quarantined} stand in quarantine, all of them in the file of refused rows` : ''}; mend and send them again.`,
    zh: `${refused} 个被拒绝，均注明行号和原因${isMore ? `：前 ${quarantined} 个列在隔离区，全部列在被拒行文件中` : ''}；修正后可再次发送。`,
  };
}

function joined(parts: readonly (Says | undefined)[]): Says {
  const said = parts.filter((part) => part !== undefined);
  return { en: said.map(({ en }) => en).join(' '), zh: said.map(({ zh }) => zh).join('') };
}

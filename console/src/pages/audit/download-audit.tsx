import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditAnswer, AuditEntryAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useShop } from '../../shell/shop.ts';
import { auditTexts as texts } from '../../texts/audit-texts.ts';
import { say } from '../../texts/text.ts';
import { auditCsv } from './audit-csv.ts';

/** Some 10 MB: what a spreadsheet still opens, and the page still holds. */
const mostEntries = 10_000;

/** All that the search finds, page after page, as one file. @param filter of the search, as the API takes it */
export function DownloadAudit({ filter }: { filter: Readonly<Record<string, string>> }): JSX.Element {
  const { api, store } = useShop();
  const [count, setCount] = useState(0);
  const { run, isBusy } = useAction(async () => {
    const entries: AuditEntryAnswer[] = [];
    let cursor: string | undefined;
    let page: AuditAnswer;
    setCount(0);
    do {
      page = await api.get<AuditAnswer>('audit', { ...filter, cursor });
      entries.push(...page.entries);
      cursor = page.cursor;
      setCount(entries.length);
    } while (cursor !== undefined && entries.length < mostEntries);
    const { people } = page;
    const nameOf = (sub: string) => people.find((one) => one.sub === sub)?.name ?? '';
    save(auditCsv(entries.slice(0, mostEntries), nameOf), `audit-${store}.csv`);
    const isCut = cursor !== undefined || entries.length > mostEntries;
    const says = isCut ? texts.cut(mostEntries) : texts.downloaded(entries.length);
    toast({ kind: isCut ? 'bad' : 'good', says });
  });
  return (
    <Button isBusy={isBusy} onClick={() => void run()}>
      {say(isBusy ? texts.downloading(count) : texts.download)}
    </Button>
  );
}

function save(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

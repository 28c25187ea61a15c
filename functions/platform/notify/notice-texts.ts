import type { Language, Says } from '../../commerce/says.ts';
import type { WorkflowManifest } from '../manifest.ts';
import { timeInZone } from '../settings/shop-time.ts';
import type { Digest, NoticeEvent } from './notice-event.ts';

/** Where the reader of a notice finds the matter. */
export interface NoticePlace {
  /** Without a slash at the end; empty where there is no console: the notice then names a command. */
  readonly consoleUrl: string;
  /** The deployment's stage; `local` on one machine. */
  readonly stage: string;
  /** Those that this deployment runs, with whoever answers for them. */
  readonly workflows: readonly Responsible[];
}

export type Responsible = Pick<WorkflowManifest, 'slug' | 'owner' | 'escalation'>;

/** What of a shop stands in a notice. */
export interface NoticeShop extends NoticePlace {
  readonly name: string;
  /** IANA name; times are told in it. */
  readonly zone: string;
  readonly sample: boolean;
}

export interface NoticeText {
  readonly title: string;
  readonly text: string;
  readonly link: string;
}

/** What a person reads of an event, in one language: what happened, what is safe, what to do. */
export function noticeFor(event: NoticeEvent, language: Language, shop: NoticeShop): NoticeText {
  const { title, text, path, command } = wordsFor(event, shop);
  const sample = { en: '[Sample] ', zh: '【示例】' } as const;
  return {
    title: `${shop.sample ? sample[language] : ''}${title[language]} · ${shop.name}`,
    text:
      shop.consoleUrl === ''
        ? `${text[language]}\n${look[language]}${commandLine(command, event.store, shop)}`
        : text[language],
    link: shop.consoleUrl === '' ? '' : `${shop.consoleUrl}/#/${encodeURIComponent(event.store)}/${path}`,
  };
}

const look: Says = { en: 'Look: ', zh: '查看：' };

/** With its shop and stage: whoever reads the notice may have several. */
function commandLine(command: string, store: string, { stage }: NoticePlace): string {
  return `npx storehand ${command} --store ${store}${stage === 'local' ? '' : ` --stage ${stage}`}`;
}

interface Words {
  readonly title: Says;
  readonly text: Says;
  /** In the console, below the shop. */
  readonly path: string;
  /** What shows the same on the command line. */
  readonly command: string;
}

function wordsFor(event: NoticeEvent, shop: NoticeShop): Words {
  if (event.name === 'Digest') return digestWords(event.digest, shop);
  if (event.name === 'ApprovalRequested') {
    return askingWords(event, shop, { en: 'To decide', zh: '待审批' }, { en: '', zh: '' });
  }
  if (event.alert === 'approval-waiting') {
    return askingWords(
      event,
      shop,
      { en: 'Still undecided', zh: '审批仍未处理' },
      { en: 'Half of the time has passed and nobody has decided. ', zh: '等待时间已过半，尚无人处理。' },
      whoToAsk(event.workflow, shop),
    );
  }
  return event.alert === 'run-failed' ? failedWords(event, shop) : switchWords(event, shop);
}

function askingWords(
  event: Extract<NoticeEvent, { approvalId: string }>,
  shop: NoticeShop,
  kind: Says,
  intro: Says,
  whom: Says = { en: '', zh: '' },
): Words {
  const { subject, asks, expiresAt } = event;
  return {
    title: { en: `${kind.en}: ${subject.label}`, zh: `${kind.zh}：${subject.label}` },
    text: {
      en: `${intro.en}${asks.en}\nIt waits until ${timeInZone(expiresAt, 'en', shop.zone)}; without a decision nothing goes out.${whom.en}`,
      zh: `${intro.zh}${asks.zh}\n请在 ${timeInZone(expiresAt, 'zh', shop.zone)} 前处理；逾期未处理则不会对外发布。${whom.zh}`,
    },
    path: `approvals/${encodeURIComponent(event.approvalId)}`,
    command: `approvals show ${event.approvalId}`,
  };
}

/** The manifest's owner, then its escalation contact: a line of its own. Empty for a workflow that is gone. */
function whoToAsk(workflow: string, { workflows }: NoticePlace): Says {
  const found = workflows.find(({ slug }) => slug === workflow);
  if (found === undefined) return { en: '', zh: '' };
  const { owner, escalation } = found;
  return {
    en: `\nResponsible: ${owner}; if nobody there answers: ${escalation}.`,
    zh: `\n负责方：${owner}；如无回应，请联系：${escalation}。`,
  };
}

function failedWords(event: Extract<NoticeEvent, { alert: 'run-failed' }>, place: NoticePlace): Words {
  const { workflow, subject, correlationId, why } = event;
  const whom = whoToAsk(workflow, place);
  const unknown: Says = { en: 'No reason is on record.', zh: '没有记录原因。' };
  return {
    title: { en: `Failed: ${workflow}, ${subject.label}`, zh: `运行失败：${workflow}，${subject.label}` },
    text: {
      en: `${(why ?? unknown).en}\nIf anything went out before the fault, the run says so. Further failures of ${subject.label} today are not told one by one; the list of runs has them.${whom.en}`,
      zh: `${(why ?? unknown).zh}\n故障前如已有内容发布，运行记录中会列出。${subject.label} 今天的其他失败不再逐条通知，请在运行列表中查看。${whom.zh}`,
    },
    path: `runs/${encodeURIComponent(correlationId)}`,
    command: `runs show ${correlationId}`,
  };
}

function switchWords(event: Extract<NoticeEvent, { alert: 'kill-switch' }>, { zone }: NoticeShop): Words {
  const { workflow, on, until, byItself } = event;
  if (on) {
    return {
      title: { en: `Switched off: ${workflow}`, zh: `流程已停用：${workflow}` },
      text: until === undefined ? offText : offUntilText(until, zone),
      path: 'workflows',
      command: 'settings get kill-switches',
    };
  }
  return {
    title: { en: `On again: ${workflow}`, zh: `流程已恢复：${workflow}` },
    text: byItself ? onByItselfText : onText,
    path: 'runs?status=held',
    command: 'runs list --status held',
  };
}

const offText: Says = {
  en: 'New runs are held and nothing is lost. Switch the workflow on, then continue those that were held.',
  zh: '新的运行将被暂停，不会丢失。启用流程后，请继续处理被暂停的运行。',
};

function offUntilText(until: string, zone: string): Says {
  return {
    en: `New runs are held until ${timeInZone(until, 'en', zone)}. Then it goes on by itself and they start; nothing is lost and nothing needs to be done.`,
    zh: `新的运行将被暂停，直至 ${timeInZone(until, 'zh', zone)}。届时自动启用并继续处理被暂停的运行，不会丢失，无需操作。`,
  };
}

const onText: Says = {
  en: 'The workflow is switched on: new runs start again. Those that were held wait until somebody continues them.',
  zh: '流程已启用，新的运行照常开始。此前被暂停的运行不会自动开始，请点“继续处理”。',
};

const onByItselfText: Says = {
  en: 'The time for which it was switched off is over: new runs start again, and those that were held have been started.',
  zh: '停用时间已到，新的运行照常开始，此前被暂停的运行已自动继续处理。',
};

function digestWords({ day, waits, failed, stopped, published }: Digest, shop: NoticeShop): Words {
  const lines = (language: Language): string[] => {
    const zh = language === 'zh';
    const more = (count: number, shown: number) =>
      count > shown ? [zh ? `  …另有 ${count - shown} 项` : `  … and ${count - shown} more`] : [];
    return [
      zh ? `待处理：${waits.count}` : `Waiting for a decision: ${waits.count}`,
      ...waits.first.map((one) => `  ${one.label} (${timeInZone(one.expiresAt, language, shop.zone)})`),
      ...more(waits.count, waits.first.length),
      zh ? `失败：${failed.count}` : `Failed: ${failed.count}`,
      ...failed.first.map((one) => `  ${one.label}: ${one.why?.[language] ?? one.workflow}`),
      ...more(failed.count, failed.first.length),
      zh ? `停止：${stopped.count}` : `Stopped: ${stopped.count}`,
      ...stopped.first.map((one) => `  ${one.label}: ${one.why?.[language] ?? one.status}`),
      ...more(stopped.count, stopped.first.length),
      zh ? `已发布：${published.count}` : `Went out: ${published.count}`,
      ...Object.entries(published.byWorkflow).map(([workflow, count]) => `  ${workflow}: ${count}`),
    ];
  };
  return {
    title: {
      en: `${day}: ${waits.count} to decide, ${failed.count} failed, ${published.count} went out`,
      zh: `${day}：待处理 ${waits.count}，失败 ${failed.count}，已发布 ${published.count}`,
    },
    text: { en: lines('en').join('\n'), zh: lines('zh').join('\n') },
    path: 'approvals',
    command: 'approvals list',
  };
}

import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { QuarantineAnswer } from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { SwitchedOff } from '../../parts/switched-off.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { intakeTexts } from '../../texts/intake-texts.ts';
import { say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import { AssignView } from './assign-view.tsx';
import { QuarantineView } from './quarantine-view.tsx';
import { SendView } from './send-view.tsx';
import { groupOf } from './upload-item.ts';
import { queueOf } from './upload-queue.ts';

type View = 'send' | 'unassigned' | 'refused';

/** So many are counted; from there on there is no number. */
const countedAtMost = 100;
const recountMs = 30_000;

/** What comes in: photos to upload, those that wait for their product, and what was refused. `kind` in the address says which. */
export default function UploadPage({ query }: PageProps<'upload'>): JSX.Element {
  const { api, member } = useShop();
  const mayWork = hasRole(member, ['operator', 'admin']);
  const queue = queueOf(api);
  const view = viewOf(query.kind, mayWork);
  useEffect(() => {
    queue.isWatched = true;
    return () => {
      queue.isWatched = false;
    };
  }, [queue]);
  const counted = useLoad(
    async (_, signal) => await api.get<QuarantineAnswer>('quarantine', { limit: countedAtMost }, { signal }),
    [],
    recountMs,
  );
  const known = useLoad<WorkflowsAnswer>(
    (client, signal) => client.get('workflows', {}, { signal }),
    [],
    recountMs,
  );
  // A file of this visit has just come to wait for somebody.
  const waiting = queue.items.value.filter(({ state }) => groupOf(state.value) === 'attention').length;
  useEffect(counted.reload, [waiting, counted.reload]);
  const countOf = (kind: 'unassigned' | 'refused') => {
    const { items, cursor } = counted.data ?? {};
    if (items === undefined || cursor !== undefined) return undefined;
    return items.filter((item) => item.kind === kind).length;
  };
  return (
    <>
      <PageHead title={say(texts.title)} />
      <SwitchedOff
        workflows={known.data?.workflows ?? []}
        says={texts.switchedOff}
        link={texts.toWorkflows}
      />
      <Tabs
        label={say(texts.views)}
        tabs={[
          ...(mayWork ? [{ id: 'send' as const, title: say(texts.send) }] : []),
          { id: 'unassigned', title: say(intakeTexts.assign), count: countOf('unassigned') },
          { id: 'refused', title: say(intakeTexts.quarantine), count: countOf('refused') },
        ]}
        chosen={view}
        onChoose={(chosen: View) =>
          replace(href('upload', {}, { kind: chosen === 'send' ? undefined : chosen }))
        }
      >
        {view === 'send' && <SendView queue={queue} />}
        {view === 'unassigned' && (
          <AssignView
            queue={queue}
            mayAssign={mayWork}
            count={countOf('unassigned')}
            onChange={counted.reload}
          />
        )}
        {view === 'refused' && (
          <QuarantineView mayRetry={mayWork} count={countOf('refused')} onChange={counted.reload} />
        )}
      </Tabs>
    </>
  );
}

/** Who may not upload sees first what waits. */
function viewOf(kind: string | undefined, mayUpload: boolean): View {
  if (kind === 'unassigned' || kind === 'refused') return kind;
  return mayUpload ? 'send' : 'unassigned';
}

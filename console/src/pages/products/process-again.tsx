import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ReplayRunAnswer, RunAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import { path } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../parts/toasts.tsx';
import { go, href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { productTexts as texts } from '../../texts/products-texts.ts';
import { runTexts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';

export interface ProcessAgainProps {
  readonly run: RunAnswer;
  readonly onChange: () => void;
}

/** Sends a photo through the workflow again, in earnest or as a dry run. A run that is under way or held has its own page for that. */
export function ProcessAgain({ run, onChange }: ProcessAgainProps): JSX.Element | null {
  const { api, member } = useShop();
  const [asked, setAsked] = useState<'replay' | 'dry-run'>();
  const isEnded = !['running', 'waiting', 'held'].includes(run.status);
  if (!isEnded || !hasRole(member, ['operator', 'admin'])) return null;
  const isDryRun = asked === 'dry-run';
  const replay = async () => {
    const { attempt } = await api.post<ReplayRunAnswer>(path`runs/${run.id}/replay`, { dryRun: isDryRun });
    const see = () => go(href('runs/:id', { id: run.id }));
    toast({ kind: 'good', says: texts.againQueued(attempt), action: { says: texts.seeRun, run: see } });
    onChange();
  };
  return (
    <>
      <Button isSmall onClick={() => setAsked('replay')}>
        {say(texts.again)}
      </Button>
      <Button isSmall onClick={() => setAsked('dry-run')}>
        {say(runTexts.dryRunAction)}
      </Button>
      {asked !== undefined && (
        <Confirm
          title={say(isDryRun ? runTexts.dryRunAsk : runTexts.replayAsk)}
          does={say(isDryRun ? runTexts.dryRunAction : texts.again)}
          onConfirm={replay}
          onClose={() => setAsked(undefined)}
        >
          <p>{say(runTexts.replayText(run.attempt + 1))}</p>
          <p>{say(isDryRun ? runTexts.dryRunText : runTexts.fourEyes)}</p>
        </Confirm>
      )}
    </>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type {
  ReplayRunAnswer,
  RunAnswer,
  StopAnswer,
} from '../../../../functions/platform/runs/runs-answers.ts';
import { path } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../parts/toasts.tsx';
import { hasRole, useShop } from '../../shell/shop.ts';
import { runTexts as texts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';

type Asked = 'replay' | 'dry-run' | 'stop';

export interface RunActionsProps {
  readonly run: RunAnswer;
  /** The workflow is switched off: what is released would be held again. Undefined: not known yet. */
  readonly isOff: boolean | undefined;
  /** @param attempt the one that is to be seen next */
  readonly onChange: (attempt: number) => void;
}

/** What may be done with a run as it stands now, each with a question before. */
export function RunActions({ run, isOff, onChange }: RunActionsProps): JSX.Element | null {
  const { member } = useShop();
  const [asked, setAsked] = useState<Asked>();
  if (!hasRole(member, ['operator', 'admin'])) return null;
  const isHeld = run.status === 'held';
  const isUnderWay = run.status === 'running' || run.status === 'waiting';
  const close = () => setAsked(undefined);
  return (
    <>
      {!isUnderWay && (
        <>
          <Button
            isSmall
            kind={isHeld ? 'primary' : 'secondary'}
            disabled={isHeld && isOff !== false}
            onClick={() => setAsked('replay')}
          >
            {say(isHeld ? texts.releaseAction : texts.replayAction)}
          </Button>
          <Button isSmall disabled={isHeld && isOff !== false} onClick={() => setAsked('dry-run')}>
            {say(texts.dryRunAction)}
          </Button>
        </>
      )}
      {(isUnderWay || isHeld) && run.stop === undefined && (
        <Button isSmall onClick={() => setAsked('stop')}>
          {say(texts.stopAction)}
        </Button>
      )}
      {asked === 'stop' && <Stop run={run} onChange={onChange} onClose={close} />}
      {(asked === 'replay' || asked === 'dry-run') && (
        <Replay run={run} isDryRun={asked === 'dry-run'} onChange={onChange} onClose={close} />
      )}
    </>
  );
}

interface AskedProps extends Pick<RunActionsProps, 'run' | 'onChange'> {
  readonly onClose: () => void;
}

function Replay({ run, isDryRun, onChange, onClose }: AskedProps & { isDryRun: boolean }): JSX.Element {
  const { api } = useShop();
  const isRelease = run.status === 'held' && !isDryRun;
  const replay = async () => {
    const { attempt } = await api.post<ReplayRunAnswer>(path`runs/${run.id}/replay`, { dryRun: isDryRun });
    toast({ kind: 'good', says: texts.replayed(attempt) });
    onChange(attempt);
  };
  const title = isDryRun ? texts.dryRunAsk : isRelease ? texts.releaseAsk : texts.replayAsk;
  const does = isDryRun ? texts.dryRunAction : isRelease ? texts.releaseAction : texts.replayAction;
  return (
    <Confirm title={say(title)} does={say(does)} onConfirm={replay} onClose={onClose}>
      <p>{say(isRelease ? texts.releaseText : texts.replayText(run.attempt + 1))}</p>
      <p>{say(isDryRun ? texts.dryRunText : texts.fourEyes)}</p>
    </Confirm>
  );
}

function Stop({ run, onChange, onClose }: AskedProps): JSX.Element {
  const { api } = useShop();
  const stop = async (reason: string) => {
    await api.post<StopAnswer>(path`runs/${run.id}/stop`, { reason });
    toast({ kind: 'good', says: texts.stopped });
    onChange(run.attempt);
  };
  return (
    <Confirm
      title={say(texts.stopAsk)}
      does={say(texts.stopAction)}
      isDangerous
      reason="required"
      onConfirm={stop}
      onClose={onClose}
    >
      <p>{say(texts.stopText)}</p>
    </Confirm>
  );
}

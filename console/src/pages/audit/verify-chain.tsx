import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VerificationAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import type { Api } from '../../api/client.ts';
import { type Problem, problemOf } from '../../api/problem.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ProblemBox } from '../../parts/loading.tsx';
import { href } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { auditTexts as texts } from '../../texts/audit-texts.ts';
import { say, saySentence } from '../../texts/text.ts';
import styles from './audit-page.module.css';

type Bad = Extract<VerificationAnswer, { ok: false }>['bad'];
interface Count {
  readonly entries: number;
  readonly streams: number;
}
type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly count: Count }
  | { readonly kind: 'sound'; readonly count: Count }
  | { readonly kind: 'broken'; readonly bad: Bad }
  | { readonly kind: 'stuck'; readonly problem: Problem };

/** Reads the whole chain page by page, says how far it is, and what came out. */
export function VerifyChain(): JSX.Element {
  const { api } = useShop();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const under = useRef<AbortController>(undefined);
  useEffect(() => () => under.current?.abort(), []);
  const stop = () => {
    under.current?.abort();
    setState({ kind: 'idle' });
  };
  const start = () => {
    const call = new AbortController();
    under.current?.abort();
    under.current = call;
    const tell = (next: State) => {
      if (!call.signal.aborted) setState(next);
    };
    verify(api, call.signal, tell).catch((error: unknown) =>
      tell({ kind: 'stuck', problem: problemOf(error) }),
    );
  };
  const isReading = state.kind === 'reading';
  return (
    <section class={styles.verify} aria-label={say(texts.verify)}>
      <Button icon="check" isBusy={isReading} onClick={start}>
        {say(texts.verify)}
      </Button>
      {isReading && (
        <Button kind="plain" onClick={stop}>
          {say(texts.stop)}
        </Button>
      )}
      <div role="status" class={styles.verdict}>
        {isReading && (
          <p>
            {say(texts.verifying(state.count.entries, state.count.streams))}
            <progress aria-label={say(texts.verify)} />
          </p>
        )}
        {state.kind === 'sound' && (
          <p class={styles.sound}>
            <Icon name="check" />
            <span>
              <strong>{saySentence(texts.sound)}</strong>{' '}
              {say(texts.soundText(state.count.entries, state.count.streams))}
            </span>
          </p>
        )}
        {state.kind === 'broken' && <Broken bad={state.bad} />}
      </div>
      {state.kind === 'stuck' && <ProblemBox problem={state.problem} onRetry={start} />}
    </section>
  );
}

function Broken({ bad }: { bad: Bad }): JSX.Element {
  return (
    <p class={styles.broken}>
      <Icon name="warning" />
      <span>
        <strong>{saySentence(texts.broken)}</strong> {say(bad.says)}{' '}
        {bad.kind === 'entry' && (
          <a href={href('audit', {}, { stream: bad.stream, seq: bad.seq })}>{say(texts.seeBad)}</a>
        )}
      </span>
    </p>
  );
}

async function verify(api: Api, signal: AbortSignal, tell: (state: State) => void): Promise<void> {
  let count: Count = { entries: 0, streams: 0 };
  let cursor: string | undefined;
  do {
    tell({ kind: 'reading', count });
    const answer = await api.get<VerificationAnswer>('audit/verification', { cursor }, { signal });
    if (!answer.ok) {
      tell({ kind: 'broken', bad: answer.bad });
      return;
    }
    count = { entries: count.entries + answer.entries, streams: count.streams + answer.streams };
    cursor = answer.cursor;
  } while (cursor !== undefined);
  tell({ kind: 'sound', count });
}

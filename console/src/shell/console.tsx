import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Api } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty } from '../parts/empty.tsx';
import { type ConsoleConfig, loadConfig } from '../session/config.ts';
import type { Session } from '../session/live-session.ts';
import { openSession } from '../session/session.ts';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import styles from './console.module.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { Layout } from './layout.tsx';
import { address, openStoreAddress } from './location.ts';
import { keepLastStore, lastStore } from './preferences.ts';
import { type Me, type Shop, ShopProvider } from './shop.ts';

interface SignedIn {
  readonly config: ConsoleConfig;
  readonly session: Session;
}

/** Signs in, opens the shop that the address names, and shows its pages. */
export function Console(): JSX.Element {
  const [signedIn, setSignedIn] = useState<SignedIn>();
  const [failure, setFailure] = useState<string>();
  const [hasExpired, setExpired] = useState(false);
  useEffect(() => {
    signIn()
      .then((opened) => {
        opened.session.onExpired(() => setExpired(true));
        setSignedIn(opened);
      })
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  }, []);
  if (failure !== undefined) {
    return (
      <main>
        <Empty icon="warning" title={say(texts.signInFailed)}>
          <p>{failure}</p>
          <Button kind="primary" onClick={() => location.reload()}>
            {say(texts.tryAgain)}
          </Button>
        </Empty>
      </main>
    );
  }
  if (signedIn === undefined) return <Opening />;
  return (
    <ErrorBoundary>
      <OpenShop signedIn={signedIn} onRefused={() => setExpired(true)} />
      {hasExpired && <Expired session={signedIn.session} />}
    </ErrorBoundary>
  );
}

async function signIn(): Promise<SignedIn> {
  const config = await loadConfig();
  return { config, session: await openSession(config) };
}

function OpenShop({ signedIn, onRefused }: { signedIn: SignedIn; onRefused: () => void }): JSX.Element {
  const store = address.value.store || (lastStore() ?? '');
  const [shop, setShop] = useState<Shop>();
  const [problem, setProblem] = useState<Problem>();
  // The session lives as long as the page
  useEffect(() => {
    if (store === '') return undefined;
    const leaving = new AbortController();
    const { config, session } = signedIn;
    const api = new Api(store, { accessToken: () => session.accessToken(), refused: onRefused });
    setProblem(undefined);
    api
      .get<Me>('me', {}, { signal: leaving.signal })
      .then((me) => {
        keepLastStore(store);
        if (address.value.store === '') openStoreAddress(store);
        setShop({ ...me, api, config });
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(problemOf(error));
      });
    return () => leaving.abort();
  }, [store]);
  if (problem !== undefined || store === '') return <NoShop problem={problem} session={signedIn.session} />;
  if (shop?.store !== store) return <Opening />;
  return (
    <ShopProvider value={shop}>
      <Layout key={shop.store} session={signedIn.session} />
    </ShopProvider>
  );
}

function Opening(): JSX.Element {
  return (
    <main class={styles.opening}>
      <p role="status">{say(texts.opening)}</p>
    </main>
  );
}

function NoShop({ problem, session }: { problem: Problem | undefined; session: Session }): JSX.Element {
  const isUnknown = problem === undefined || problem.status === 404;
  return (
    <main>
      <Empty icon="warning" title={say(isUnknown ? texts.noShopTitle : texts.brokenTitle)}>
        <p>{say(isUnknown ? texts.noShopText : problem.text)}</p>
        <p>{session.email}</p>
        <Button kind="primary" onClick={() => location.reload()}>
          {say(texts.tryAgain)}
        </Button>
        <Button onClick={() => session.signOut()}>{say(texts.signOut)}</Button>
      </Empty>
    </main>
  );
}

function Expired({ session }: { session: Session }): JSX.Element {
  const again = (
    <Button kind="primary" onClick={() => session.signInAgain()}>
      {say(texts.signInAgain)}
    </Button>
  );
  return (
    <Dialog title={say(texts.expiredTitle)} actions={again}>
      <p>{say(texts.expiredText)}</p>
    </Dialog>
  );
}

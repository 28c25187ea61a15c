import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MeAnswer } from '../../../functions/platform/settings/settings-answers.ts';
import type { StoresAnswer } from '../../../functions/platform/stores/stores-answers.ts';
import { Api } from '../api/client.ts';
import { MediaLinks } from '../api/media-links.ts';
import { Problem, problemOf } from '../api/problem.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty } from '../parts/empty.tsx';
import { type ConsoleConfig, loadConfig } from '../session/config.ts';
import type { Session } from '../session/live-session.ts';
import { openSession } from '../session/session.ts';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { signInTexts } from '../texts/sign-in-texts.ts';
import { say } from '../texts/text.ts';
import styles from './console.module.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { Layout } from './layout.tsx';
import { address, openStoreAddress } from './location.ts';
import { keepLastStore, lastStore } from './preferences.ts';
import { type Shop, ShopProvider } from './shop.ts';
import { type SignInTrouble, signInTrouble } from './sign-in-trouble.ts';

interface SignedIn {
  readonly config: ConsoleConfig;
  readonly session: Session;
}

/** Signs in, opens the shop that the address names, and shows its pages. */
export function Console(): JSX.Element {
  const [signedIn, setSignedIn] = useState<SignedIn>();
  const [failure, setFailure] = useState<SignInTrouble>();
  const [hasExpired, setExpired] = useState(false);
  useEffect(() => {
    signIn()
      .then((opened) => {
        opened.session.onExpired(() => setExpired(true));
        setSignedIn(opened);
      })
      .catch((error: unknown) => setFailure(signInTrouble(error)));
  }, []);
  if (failure !== undefined) return <NotSignedIn trouble={failure} />;
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
  const wanted = address.value.store;
  const [shop, setShop] = useState<Shop>();
  const [problem, setProblem] = useState<Problem>();
  // The session lives as long as the page.
  useEffect(() => {
    const leaving = new AbortController();
    setProblem(undefined);
    openShop(signedIn, wanted, onRefused, leaving.signal)
      .then((opened) => {
        keepLastStore(opened.store);
        if (wanted === '') openStoreAddress(opened.store);
        setShop(opened);
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(problemOf(error));
      });
    return () => leaving.abort();
  }, [wanted]);
  if (problem !== undefined) return <NoShop problem={problem} session={signedIn.session} />;
  if (shop === undefined || shop.store !== wanted) return <Opening />;
  return (
    <ShopProvider value={shop}>
      <Layout key={shop.store} session={signedIn.session} />
    </ShopProvider>
  );
}

/** The shop that is wanted; where none is, the one of the last visit, else the first. */
async function openShop(
  { config, session }: SignedIn,
  wanted: string,
  refused: () => void,
  signal: AbortSignal,
): Promise<Shop> {
  const access = { accessToken: () => session.accessToken(), refused };
  const { stores } = await new Api('', access).get<StoresAnswer>('stores', {}, { signal });
  const store = wanted || (stores.find((one) => one.store === lastStore()) ?? stores[0])?.store;
  if (store === undefined) throw new Problem(404, 'NoStore', texts.noShopText);
  const api = new Api(store, access);
  const me = await api.get<MeAnswer>('me', {}, { signal });
  return { ...me, api, media: new MediaLinks(api), config, stores };
}

function NotSignedIn({ trouble }: { trouble: SignInTrouble }): JSX.Element {
  return (
    <main>
      <Empty icon="warning" title={say(texts.signInFailed)}>
        <p role="alert">{say(trouble.says)}</p>
        <Button kind="primary" onClick={() => location.reload()}>
          {say(texts.signInAgain)}
        </Button>
        <details>
          <summary>{say(signInTexts.detail)}</summary>
          <code>{trouble.detail}</code>
        </details>
      </Empty>
    </main>
  );
}

function Opening(): JSX.Element {
  return (
    <main class={styles.opening}>
      <p role="status">{say(texts.opening)}</p>
    </main>
  );
}

function NoShop({ problem, session }: { problem: Problem; session: Session }): JSX.Element {
  const isUnknown = problem.status === 404;
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

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type {
  ConnectorsAnswer,
  ConnectorTestAnswer,
} from '../../../../functions/platform/connectors/connectors-answers.ts';
import { path } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { formatShare } from '../../parts/format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { language } from '../../shell/preferences.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { connectorsTexts as texts } from '../../texts/connectors-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './connectors-page.module.css';

type Connector = ConnectorsAnswer['connectors'][number];

/** One port. @param onTested a test may have changed what is on record */
export function ConnectorCard(props: { connector: Connector; onTested: () => void }): JSX.Element {
  const { connector, onTested } = props;
  const { member } = useShop();
  const isAdmin = hasRole(member, ['admin']);
  const { name, title, adapter, setting, trouble, isTestable, isConfigured } = connector;
  return (
    <li class={styles.card}>
      <header>
        <h2>{say(title)}</h2>
        <State connector={connector} />
      </header>
      {trouble !== undefined && (
        <p class={styles.trouble}>
          <Icon name="warning" size={16} /> <span>{say(trouble)}</span>
        </p>
      )}
      {isConfigured && (
        <dl>
          <Fact title={say(texts.adapter)}>
            <code>{adapter}</code>
          </Fact>
          <Calls connector={connector} />
        </dl>
      )}
      <footer>
        {isTestable && isAdmin && <Test name={name} title={say(title)} onTested={onTested} />}
        {isTestable && !isAdmin && <small>{say(texts.adminTests)}</small>}
        <a href={href('settings/:name', { name: setting })} aria-label={settingLabel(isAdmin, say(title))}>
          {say(isAdmin ? texts.setting : texts.seeSetting)}
        </a>
      </footer>
    </li>
  );
}

/** Nothing outside stands behind these. */
const builtIn: readonly string[] = ['built-in', 'outbox'];

const settingLabel = (isAdmin: boolean, title: string) =>
  say(isAdmin ? texts.settingOf(title) : texts.seeSettingOf(title));

function State({ connector }: { connector: Connector }): JSX.Element {
  const { isConfigured, circuit, adapter, isDryRun } = connector;
  return (
    <span class={styles.badges}>
      {isDryRun && <Badge>{say(texts.dryRun)}</Badge>}
      {circuit === 'open' ? (
        <Badge tone="bad">{say(texts.resting)}</Badge>
      ) : builtIn.includes(adapter) ? (
        <Badge>{say(texts.builtIn)}</Badge>
      ) : (
        <Badge tone={isConfigured ? 'good' : 'quiet'}>
          {say(isConfigured ? texts.configured : texts.notConfigured)}
        </Badge>
      )}
    </span>
  );
}

/** What is on record of the calls; of what is built in there are none. */
function Calls({ connector }: { connector: Connector }): JSX.Element {
  const { adapter, circuit, calls, errorShare, requestsPerSecond, lastSuccessAt, lastFailureAt } = connector;
  const isOutside = !builtIn.includes(adapter);
  return (
    <>
      {isOutside && (
        <>
          <Fact title={say(texts.circuit)}>{say(texts[circuit])}</Fact>
          <Fact title={say(texts.errors)}>
            {errorShare === null
              ? say(texts.noCalls)
              : say(texts.errorsOf(formatShare(errorShare, language.value), calls))}
          </Fact>
          <Fact title={say(texts.rate)}>
            {say(requestsPerSecond === undefined ? texts.asTold : texts.rateOf(requestsPerSecond))}
          </Fact>
        </>
      )}
      <Fact title={say(texts.lastSuccess)}>
        {lastSuccessAt === undefined ? say(texts.never) : <Time at={lastSuccessAt} />}
      </Fact>
      {lastFailureAt !== undefined && (
        <Fact title={say(texts.lastFailure)}>
          <Time at={lastFailureAt} />
        </Fact>
      )}
    </>
  );
}

function Fact({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Test(props: { name: string; title: string; onTested: () => void }): JSX.Element {
  const { name, title, onTested } = props;
  const { api } = useShop();
  const [result, setResult] = useState<ConnectorTestAnswer>();
  const { run, isBusy } = useAction(async () => {
    setResult(undefined);
    setResult(await api.post<ConnectorTestAnswer>(path`connectors/${name}/test`));
    onTested();
  });
  return (
    <>
      <Button isSmall isBusy={isBusy} label={say(texts.testOf(title))} onClick={() => void run()}>
        {say(texts.test)}
      </Button>
      <span role="status" class={styles.result}>
        {result !== undefined && (
          <>
            <Badge tone={result.isReachable ? 'good' : 'bad'}>
              {say(result.isReachable ? texts.works : texts.fails)}
            </Badge>{' '}
            {say(result.says)} <small>{say(texts.took(result.milliseconds))}</small>
          </>
        )}
      </span>
    </>
  );
}

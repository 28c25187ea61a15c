import type { JSX } from 'preact';
import type { ConnectorsAnswer } from '../../../../functions/platform/connectors/connectors-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { href } from '../../shell/location.ts';
import { connectorsTexts as texts } from '../../texts/connectors-texts.ts';
import { say } from '../../texts/text.ts';
import { ConnectorCard } from './connector-card.tsx';
import styles from './connectors-page.module.css';

/** Each port of the shop, what is plugged in, and whether it works. */
export default function ConnectorsPage(): JSX.Element {
  const loaded = useLoad<ConnectorsAnswer>((api, signal) => api.get('connectors', {}, { signal }));
  return (
    <>
      <PageHead title={say(texts.title)} lead={say(texts.lead)} />
      <Loading of={loaded}>
        {({ connectors }) =>
          connectors.length === 0 ? (
            <Empty icon="connectors" title={say(texts.none)}>
              <p>{say(texts.noneText)}</p>
              <a href={href('settings')}>{say(texts.seeSetting)}</a>
            </Empty>
          ) : (
            <>
              {connectors.every(({ isDryRun }) => isDryRun) && (
                <p class={styles.note}>{say(texts.dryRunText)}</p>
              )}
              <ul class={styles.list}>
                {connectors.map((connector) => (
                  <ConnectorCard key={connector.name} connector={connector} onTested={loaded.reload} />
                ))}
              </ul>
            </>
          )
        }
      </Loading>
    </>
  );
}

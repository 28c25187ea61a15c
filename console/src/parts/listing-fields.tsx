import type { JSX } from 'preact';
import type { Finding } from '../../../functions/listing/listed.ts';
import { listingsTexts as texts } from '../texts/listings-texts.ts';
import { Evidence, type EvidenceItem } from './evidence.tsx';
import styles from './listing-fields.module.css';
import { readableText } from './listing-words.ts';

export interface ListingFieldsProps {
  /** By the channel's own names: exactly what it is sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** Of the texts. */
  readonly locale: string;
}

/** What a channel is sent of a product. */
export function ListingFields({ fields, locale }: ListingFieldsProps): JSX.Element {
  return (
    <dl class={styles.fields} lang={locale}>
      {Object.entries(fields).map(([name, text]) => (
        <div key={name} class={text.length <= SHORT_VALUE ? styles.row : undefined}>
          <dt lang="en">{name}</dt>
          <dd>
            <FieldText text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Characters that stand beside their name. */
const SHORT_VALUE = 28;

/** Characters that are seen at once; a description of five thousand would push the next channel out of sight. */
const SHORT = 260;

function FieldText({ text }: { text: string }): JSX.Element {
  const readable = readableText(text);
  if (readable.length <= SHORT) return <>{readable}</>;
  return (
    <details>
      <summary>{readable.slice(0, SHORT - 60)}</summary>
      {readable.slice(SHORT - 60)}
    </details>
  );
}

/** What does not hold: the rule, what was measured, and what should be. */
export function ListingFindings({ findings }: { findings: readonly Finding[] }): JSX.Element {
  return <Evidence items={findings.map(asEvidence)} />;
}

const verdicts = { fail: 'fail', warn: 'warn', inform: 'unchecked' } as const;

/** The rule, then what was measured and what should be; where it comes from somebody else than the channel, that as well. */
function asEvidence({ severity, says, measured, expected, confirmed }: Finding): EvidenceItem {
  const said = (which: 'en' | 'zh'): string => {
    const figures = texts.measured(measured[which], expected[which])[which];
    const source = confirmed
      ? ''
      : which === 'en'
        ? ` (${texts.unconfirmed.en})`
        : `（${texts.unconfirmed.zh}）`;
    return which === 'en' ? `${says.en}. ${figures}${source}` : `${says.zh}。${figures}${source}`;
  };
  return { verdict: verdicts[severity], says: { en: said('en'), zh: said('zh') } };
}

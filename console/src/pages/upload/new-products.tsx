import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/fields.tsx';
import { formatList } from '../../parts/format.ts';
import { language } from '../../shell/preferences.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import type { Unknown } from './ask-new-products.ts';
import styles from './new-products.module.css';
import { type Answers, looksLikeSku } from './sort-out.ts';

export interface NewProductsProps {
  readonly unknown: readonly Unknown[];
  /** How many photos there are of each. */
  readonly photosOf: (sku: string) => number;
  /** The product may be said later, on the page where photos wait for theirs. */
  readonly mayWait: boolean;
  readonly onAnswer: (answers: Answers) => void;
  /** Nothing is sent. */
  readonly onClose: () => void;
}

/** What a choice is called in the field; no SKU begins with a colon. */
const later = ':later';

/** Nothing becomes a new product without a word: asks what is meant by SKUs that the shop does not know. */
export function NewProducts(props: NewProductsProps): JSX.Element {
  const { unknown, photosOf, mayWait, onAnswer, onClose } = props;
  const suggested = ({ sku, near }: Unknown) =>
    mayWait && (near.length > 0 || !looksLikeSku(sku)) ? later : sku;
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(
    new Map(unknown.map((one) => [one.sku, suggested(one)])),
  );
  const all = (choose: (sku: string) => string) =>
    setChosen(new Map(unknown.map(({ sku }) => [sku, choose(sku)])));
  const answer = () =>
    onAnswer(new Map([...chosen].map(([sku, is]) => [sku, is === later ? undefined : is])));
  const actions = (
    <>
      <Button onClick={onClose}>{say(partsTexts.cancel)}</Button>
      <Button kind="primary" onClick={answer}>
        {say(texts.newDoes)}
      </Button>
    </>
  );
  return (
    <Dialog title={say(texts.newTitle(unknown.length))} actions={actions} onClose={onClose}>
      <p>{say(mayWait ? texts.newText : texts.newTextNow)}</p>
      {mayWait && unknown.length > 1 && (
        <p class={styles.all}>
          <Button isSmall onClick={() => all((sku) => sku)}>
            {say(texts.allNew)}
          </Button>
          <Button isSmall onClick={() => all(() => later)}>
            {say(texts.allLater)}
          </Button>
        </p>
      )}
      <ul class={styles.list}>
        {unknown.map((one) => (
          <li key={one.sku}>
            <SelectField
              label={`${one.sku} · ${say(texts.photosOf(photosOf(one.sku)))}`}
              hint={
                one.near.length === 0
                  ? undefined
                  : say(texts.didYouMean(formatList(one.near, language.value)))
              }
              value={chosen.get(one.sku) ?? one.sku}
              options={[
                { value: one.sku, label: say(texts.newProduct(one.sku)) },
                ...one.near.map((sku) => ({ value: sku, label: say(texts.isProduct(sku)) })),
                ...(mayWait ? [{ value: later, label: say(texts.sayLater) }] : []),
              ]}
              onChange={(is) => setChosen(new Map(chosen).set(one.sku, is))}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

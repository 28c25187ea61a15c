import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isSku } from '../../../../functions/commerce/sku-pattern.ts';
import type { QuarantineItem } from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { useShop } from '../../shell/shop.ts';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { say } from '../../texts/text.ts';
import { type Unknown, unknownSkus } from './ask-new-products.ts';
import styles from './assign-bar.module.css';
import { NewProducts } from './new-products.tsx';
import { ProductField } from './product-field.tsx';
import type { TileSelection } from './use-tile-selection.ts';

export interface AssignBarProps {
  readonly items: readonly QuarantineItem[];
  readonly selection: TileSelection<QuarantineItem>;
  readonly fieldRef: { current: HTMLInputElement | null };
  /** @returns whether all of them were */
  readonly onAssign: (sku: string) => Promise<boolean>;
}

/** Stays in sight above the photos: how many are selected, and of which product they are. */
export function AssignBar({ items, selection, fieldRef, onAssign }: AssignBarProps): JSX.Element {
  const [sku, setSku] = useState('');
  const { api } = useShop();
  const [asked, setAsked] = useState<readonly Unknown[]>();
  const [error, setError] = useState<string>();
  const count = selection.chosen.length;
  const assign = useAction(async () => {
    const typed = sku.trim();
    const missing = count === 0 ? texts.selectFirst : typed === '' ? texts.sayProduct : undefined;
    setError(missing === undefined ? undefined : say(missing));
    if (missing !== undefined || !isSku(typed)) return;
    const unknown = await unknownSkus(api, [typed]);
    if (unknown.length === 0) await send(typed);
    else setAsked(unknown);
  });
  const send = async (to: string) => {
    if (await onAssign(to)) setSku('');
  };
  return (
    <form
      class={styles.bar}
      onSubmit={(event) => {
        event.preventDefault();
        void assign.run();
      }}
    >
      <div class={styles.field}>
        <ProductField
          label={say(texts.product)}
          value={sku}
          onInput={(value) => {
            setSku(value);
            setError(undefined);
          }}
          error={error}
          inputRef={fieldRef}
        />
      </div>
      <Button type="submit" kind="primary" isBusy={assign.isBusy}>
        {say(texts.assignCount(count))}
      </Button>
      <div class={styles.selection}>
        <span role="status">{say(texts.selected(count))}</span>
        {count < items.length && (
          <Button kind="plain" isSmall onClick={() => selection.all()}>
            {say(texts.selectAll)}
          </Button>
        )}
        {count > 0 && (
          <Button kind="plain" isSmall onClick={() => selection.clear()}>
            {say(texts.selectNone)}
          </Button>
        )}
        <span class={styles.keys}>{say(texts.keysHint)}</span>
      </div>
      {asked !== undefined && (
        <NewProducts
          unknown={asked}
          photosOf={() => count}
          mayWait={false}
          onAnswer={(answers) => {
            setAsked(undefined);
            void send(answers.get(sku.trim()) ?? sku.trim());
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </form>
  );
}

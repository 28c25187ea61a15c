import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { isSku } from '../../../../functions/commerce/sku-pattern.ts';
import { say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import { DropZone } from './drop-zone.tsx';
import { ProductField } from './product-field.tsx';
import styles from './send-view.module.css';
import { type Chosen, sortOut } from './sort-out.ts';
import { UploadList } from './upload-list.tsx';
import type { UploadQueue } from './upload-queue.ts';

/** Choosing files, and what becomes of them. */
export function SendView({ queue }: { queue: UploadQueue }): JSX.Element {
  const sku = useSignal('');
  const typed = sku.value.trim();
  const isWrong = typed !== '' && !isSku(typed);
  const add = (chosen: readonly Chosen<File>[], isOneOfMany: boolean) => {
    queue.add(sortOut(chosen, typed === '' ? undefined : typed));
    // The next files may be of another product; with the camera one goes around the same one.
    if (!isOneOfMany) sku.value = '';
  };
  return (
    <>
      <p class={styles.lead}>{say(texts.lead)}</p>
      <div class={styles.choose}>
        <div class={styles.sku}>
          <ProductField
            label={say(texts.sku)}
            value={sku.value}
            onInput={(value) => {
              sku.value = value;
            }}
            hint={say(texts.skuHint)}
            isOptional
          />
        </div>
        <DropZone isOff={isWrong} onFiles={add} />
      </div>
      {queue.items.value.length > 0 && <UploadList queue={queue} />}
    </>
  );
}

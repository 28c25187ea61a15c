import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isSku } from '../../../../functions/commerce/sku-pattern.ts';
import type { QuarantineItem } from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import { path } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { toast } from '../../parts/toasts.tsx';
import { go, href } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import { type Unknown, unknownSkus } from './ask-new-products.ts';
import { NewProducts } from './new-products.tsx';
import { ProductField } from './product-field.tsx';
import styles from './retry-under-sku.module.css';

/** Asks under which SKU something is sent again. */
export function RetryUnderSku(props: {
  item: QuarantineItem;
  onSent: () => void;
  onClose: () => void;
}): JSX.Element {
  const { item, onSent, onClose } = props;
  const { api } = useShop();
  const [sku, setSku] = useState('');
  const [asked, setAsked] = useState<readonly Unknown[]>();
  const typed = sku.trim();
  const send = useAction(async () => {
    if (!isSku(typed)) return;
    const unknown = await unknownSkus(api, [typed]);
    if (unknown.length === 0) await sendUnder.run(typed);
    else setAsked(unknown);
  });
  const sendUnder = useAction(async (to: string) => {
    await api.post(path`quarantine/${item.id}/retry`, { sku: to });
    const seeRuns = { says: texts.seeRuns, run: () => go(href('runs', {}, { subject: to })) };
    toast({ kind: 'good', says: texts.assigned(1, to), action: seeRuns });
    onSent();
    onClose();
  });
  if (asked !== undefined) {
    return (
      <NewProducts
        unknown={asked}
        photosOf={() => 1}
        mayWait={false}
        onAnswer={(answers) => {
          setAsked(undefined);
          void sendUnder.run(answers.get(typed) ?? typed);
        }}
        onClose={() => setAsked(undefined)}
      />
    );
  }
  const actions = (
    <>
      <Button onClick={onClose}>{say(partsTexts.cancel)}</Button>
      <Button kind="primary" isBusy={send.isBusy} disabled={!isSku(typed)} onClick={() => void send.run()}>
        {say(texts.withSkuDoes)}
      </Button>
    </>
  );
  return (
    <Dialog title={say(texts.withSkuTitle(item.subject.label))} onClose={onClose} actions={actions}>
      <p>{say(texts.withSkuText)}</p>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send.run();
        }}
      >
        <ProductField label={say(texts.product)} value={sku} onInput={setSku} />
      </form>
    </Dialog>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type * as z from 'zod';
import type { contactSheetAnswer } from '../../../../functions/image-assets/product-answers.ts';
import { path } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { fileAddress } from '../../session/file-address.ts';
import { language } from '../../shell/preferences.ts';
import { useShop } from '../../shell/shop.ts';
import { productTexts as texts } from '../../texts/products-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './contact-sheet.module.css';

type SheetAnswer = z.output<typeof contactSheetAnswer>;

/** Has the product drawn on one sheet, which takes some seconds, and shows it. */
export function ContactSheet({ sku }: { sku: string }): JSX.Element {
  const { api } = useShop();
  const [sheet, setSheet] = useState<SheetAnswer>();
  const draw = useAction(async () => {
    const place = path`products/${sku}/contact-sheet?language=${language.value}`;
    setSheet(await api.post<SheetAnswer>(place));
  });
  return (
    <>
      <Button isBusy={draw.isBusy} onClick={() => void draw.run()}>
        {say(texts.sheet)}
      </Button>
      {sheet !== undefined && <Sheet sheet={sheet} onClose={() => setSheet(undefined)} />}
    </>
  );
}

function Sheet({ sheet, onClose }: { sheet: SheetAnswer; onClose: () => void }): JSX.Element {
  const { config } = useShop();
  const { sku, photos, leftOut } = sheet;
  const png = fileAddress(config, sheet.png);
  return (
    <Dialog title={say(texts.sheetAlt(sku))} onClose={onClose} isWide>
      <p>
        {say(texts.sheetText(photos))} {leftOut > 0 && say(texts.leftOut(leftOut))}
      </p>
      <p class={styles.links}>
        <a href={fileAddress(config, sheet.html)} target="_blank" rel="noreferrer">
          {say(texts.sheetPage)}
        </a>
        <a href={png} download={`${sku}-contact-sheet.png`}>
          {say(texts.sheetPicture)}
        </a>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class={styles.sheet} tabIndex={0} aria-label={say(texts.sheetAlt(sku))}>
        <img src={png} alt={say(texts.sheetAlt(sku))} />
      </section>
    </Dialog>
  );
}

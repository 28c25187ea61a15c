import type { ComponentChildren, JSX } from 'preact';
import styles from './page-head.module.css';

export interface PageHeadProps {
  readonly title: ComponentChildren;
  /** One sentence below. */
  readonly lead?: ComponentChildren;
  /** The page above, e.g. the list that this one is an entry of. */
  readonly back?: { readonly href: string; readonly title: string };
  /** Buttons. */
  readonly actions?: ComponentChildren;
}

/** The one `h1` of a page. */
export function PageHead({ title, lead, back, actions }: PageHeadProps): JSX.Element {
  return (
    <header class={styles.head}>
      {back !== undefined && (
        <a class={styles.back} href={back.href}>
          ← {back.title}
        </a>
      )}
      <div class={styles.row}>
        <h1>{title}</h1>
        {actions !== undefined && <div class={styles.actions}>{actions}</div>}
      </div>
      {lead !== undefined && <p class={styles.lead}>{lead}</p>}
    </header>
  );
}

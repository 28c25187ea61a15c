import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/fields.tsx';
import { approvalsTexts as texts } from '../texts/approvals-texts.ts';
import { say } from '../texts/text.ts';
import styles from './generic-view.module.css';
import type { ApprovalViewProps } from './views.ts';

/** What no view was brought for: the payload as a list of names and values, its choices as boxes to tick, edits as JSON. */
export function GenericView({ item, refused, onRefuse, onEdit }: ApprovalViewProps): JSX.Element {
  const { choices, payload } = item;
  return (
    <div class={styles.view}>
      {choices.length > 0 && (
        <fieldset class={styles.choices}>
          <legend>{say(texts.refuseTitle)}</legend>
          {choices.map((choice) => (
            <Checkbox
              key={choice}
              label={say(texts.refuse(choice))}
              checked={refused.includes(choice)}
              disabled={onRefuse === undefined}
              onChange={(isRefused) =>
                onRefuse?.(isRefused ? [...refused, choice] : refused.filter((one) => one !== choice))
              }
            />
          ))}
        </fieldset>
      )}
      {onEdit === undefined ? (
        <section>
          <h3>{say(texts.payload)}</h3>
          <Value value={payload} />
        </section>
      ) : (
        <JsonEditor payload={payload} onEdit={onEdit} />
      )}
    </div>
  );
}

/** Anything that came as JSON, as text. */
function Value({ value }: { value: unknown }): JSX.Element {
  if (value === null || value === undefined || value === '') return <span>—</span>;
  if (typeof value === 'boolean') return <span>{say(value ? texts.yes : texts.no)}</span>;
  if (typeof value !== 'object') return <span class={styles.text}>{String(value)}</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span>—</span>;
    return (
      <ol class={styles.list}>
        {value.map((one: unknown, index) => (
          <li key={index}>
            <Value value={one} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <dl class={styles.fields}>
      {Object.entries(value).map(([name, one]: [string, unknown]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value value={one} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What cannot be read is no edit, and the page is told so by `NaN`, which no JSON holds. */
export const unreadableEdits = Number.NaN;

function JsonEditor(props: { payload: unknown; onEdit: (edits: unknown) => void }): JSX.Element {
  const id = useId();
  const original = JSON.stringify(props.payload, null, 2);
  const [text, setText] = useState(original);
  const change = (next: string) => {
    setText(next);
    props.onEdit(next === original ? undefined : readJson(next));
  };
  const isBroken = Number.isNaN(readJson(text));
  return (
    <div class={styles.editor}>
      <label for={id}>{say(texts.payloadEdit)}</label>
      <textarea
        id={id}
        data-edit
        rows={16}
        spellcheck={false}
        value={text}
        aria-invalid={isBroken}
        aria-describedby={`${id}-state`}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <p id={`${id}-state`} aria-live="polite" class={isBroken ? styles.broken : undefined}>
        {isBroken ? say(texts.editsBroken) : text !== original && say(texts.edited)}
      </p>
      {text !== original && (
        <Button isSmall onClick={() => change(original)}>
          {say(texts.unedit)}
        </Button>
      )}
    </div>
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return unreadableEdits;
  }
}

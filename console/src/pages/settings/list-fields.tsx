import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { Checkbox, Field } from '../../parts/fields.tsx';
import { channelTexts } from '../../texts/channel-texts.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { Group, type PartProps } from './field-group.tsx';
import styles from './form.module.css';
import { useFormScope, useLabels } from './form-scope.ts';
import { fieldText, inSentence, optionName, partName } from './setting-words.ts';
import { blankOf, itemsOf, type ValuePath } from './value-schema.ts';
import { knownChoices } from './widgets.ts';

type Choice = string | number;

/** Any of several: a box for each. What is chosen and not known any more has one too. */
export function ChoiceList(props: PartProps & { choices: readonly Choice[] | 'channels' }): JSX.Element {
  const { path, value, choices } = props;
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path, true);
  const chosen = choicesIn(value);
  const known: readonly Choice[] = choices === 'channels' ? Object.keys(channelTexts) : choices;
  const all = [...new Set([...known, ...chosen])];
  // In the order of the choices: a list whose order says nothing does not differ by it.
  const choose = (one: Choice, isChosen: boolean) =>
    change(
      path,
      all.filter((other) => (other === one ? isChosen : chosen.includes(other))),
    );
  return (
    <Group label={label} hint={hint} error={error}>
      <div class={styles.choices}>
        {all.map((one) => (
          <Checkbox
            key={one}
            label={optionName(pattern, String(one))}
            checked={chosen.includes(one)}
            disabled={isReadOnly}
            onChange={(isChosen) => choose(one, isChosen)}
          />
        ))}
      </div>
    </Group>
  );
}

function choicesIn(value: unknown): readonly Choice[] {
  return Array.isArray(value)
    ? value.filter((one) => typeof one === 'string' || typeof one === 'number')
    : [];
}

/** Several in an order that counts. */
export function OrderedList({ path, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path, true);
  const chosen = choicesIn(value).map(String);
  const left = (knownChoices[pattern] ?? []).filter((one) => !chosen.includes(one));
  const moved = (from: number, to: number) => chosen.toSpliced(from, 1).toSpliced(to, 0, chosen[from] ?? '');
  const tool = (says: string, icon: 'up' | 'down' | 'away', act: () => void, isOff = false) => (
    <Button kind="plain" isSmall label={says} disabled={isOff} onClick={act}>
      <span aria-hidden="true">{{ up: '↑', down: '↓', away: '✕' }[icon]}</span>
    </Button>
  );
  return (
    <Group label={label} hint={hint} error={error}>
      {chosen.length === 0 && <p class={styles.hint}>{say(texts.emptyList)}</p>}
      <ol class={styles.ordered}>
        {chosen.map((one, index) => {
          const name = optionName(pattern, one);
          return (
            <li key={one}>
              <span>{name}</span>
              {!isReadOnly && (
                <span class={styles.tools}>
                  {tool(
                    say(texts.earlier(name)),
                    'up',
                    () => change(path, moved(index, index - 1)),
                    index === 0,
                  )}
                  {tool(
                    say(texts.later(name)),
                    'down',
                    () => change(path, moved(index, index + 1)),
                    index === chosen.length - 1,
                  )}
                  {tool(say(texts.remove(name)), 'away', () => change(path, chosen.toSpliced(index, 1)))}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {!isReadOnly && left.length > 0 && (
        <div class={styles.adding}>
          {left.map((one) => (
            <Button key={one} isSmall onClick={() => change(path, [...chosen, one])}>
              + {optionName(pattern, one)}
            </Button>
          ))}
        </div>
      )}
    </Group>
  );
}

/** Several short texts or days, typed one after the other. */
export function TextList({ path, schema, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path, true);
  const [typed, setTyped] = useState('');
  const list = choicesIn(value).map(String);
  const items = itemsOf(schema);
  const isDay = items?.format === 'date';
  const each = fieldText(`${pattern}.*`) ?? label;
  // A record, as the element's own types know each kind of input only by itself.
  const kind: Readonly<Record<string, string>> = { type: isDay ? 'date' : 'text' };
  const add = () => {
    const text = typed.trim();
    setTyped('');
    if (text === '' || list.includes(text)) return;
    change(path, isDay ? [...list, text].toSorted() : [...list, text]);
  };
  // An empty list that may be left out is left out.
  const without = (index: number) => {
    const rest = list.toSpliced(index, 1);
    change(path, rest.length === 0 && (schema.minItems ?? 0) > 0 ? undefined : rest);
  };
  return (
    <Group label={label} hint={hint} error={error}>
      {list.length === 0 ? (
        <p class={styles.hint}>{say(texts.emptyList)}</p>
      ) : (
        <ul class={styles.chips}>
          {list.map((text, index) => (
            <li key={text}>
              <span>{text}</span>
              {!isReadOnly && (
                <Button
                  kind="plain"
                  icon="close"
                  isSmall
                  label={say(texts.remove(text))}
                  onClick={() => without(index)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!isReadOnly && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field adds, as the button does
        <div
          class={styles.adding}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        >
          <Field label={say(texts.add(inSentence(each)))}>
            {(input) => (
              <input
                {...input}
                {...kind}
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
            )}
          </Field>
          <Button onClick={add} disabled={typed.trim() === ''}>
            {say(texts.addChoice)}
          </Button>
        </div>
      )}
    </Group>
  );
}

/** Several values with parts of their own, each in a box. */
export function ItemList(props: PartProps & { field: (part: PartProps) => JSX.Element }): JSX.Element {
  const { path, schema, value, field } = props;
  const { change, isReadOnly, naming, value: whole } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path);
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const items = itemsOf(schema) ?? {};
  const each = fieldText(`${pattern}.*`) ?? label;
  const isFull = list.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY);
  const nameOf = (at: ValuePath) => partName(naming, at, whole);
  return (
    <Group label={label} hint={hint} error={error}>
      {list.length === 0 && <p class={styles.hint}>{say(texts.emptyList)}</p>}
      {list.map((item, index) => {
        const at = [...path, String(index)];
        return (
          <div key={index} class={styles.item}>
            {field({ path: at, schema: items, value: item })}
            {!isReadOnly && (
              <Button
                kind="plain"
                icon="close"
                isSmall
                label={say(texts.remove(nameOf(at)))}
                onClick={() => change(path, list.toSpliced(index, 1))}
              />
            )}
          </div>
        );
      })}
      {!isReadOnly && !isFull && (
        <div class={styles.adding}>
          <Button isSmall onClick={() => change(path, [...list, blankOf(items)])}>
            + {say(texts.add(inSentence(each)))}
          </Button>
        </div>
      )}
    </Group>
  );
}

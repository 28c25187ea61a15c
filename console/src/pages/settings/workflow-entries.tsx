import type { JSX } from 'preact';
import { Switch } from '../../parts/switch.tsx';
import { useShop } from '../../shell/shop.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { Group, type PartProps } from './field-group.tsx';
import styles from './form.module.css';
import { useFormScope, useLabels } from './form-scope.ts';
import { heldUntil, type Naming, partName, patternOf, valueWords } from './setting-words.ts';
import { blankOf, entriesOf, isGroup, type ValuePath } from './value-schema.ts';
import { widgetOf } from './widgets.ts';

/** A part that has an entry for each workflow: all workflows of the release, and whatever else is set. */
export function WorkflowEntries(props: PartProps & { parts: (part: PartProps) => JSX.Element }): JSX.Element {
  const { path, schema, value, parts } = props;
  const { naming, value: whole } = useFormScope();
  const group = isGroup(value) ? value : {};
  const entries = entriesOf(schema) ?? {};
  const slugs = [...new Set([...naming.workflows.keys(), ...Object.keys(group)])];
  return (
    <>
      {slugs.map((slug) => {
        const part = { path: [...path, slug], schema: entries, value: group[slug] };
        return entries.type === 'boolean' || isHolding(naming, part.path, whole) ? (
          <SwitchEntry key={slug} {...part} />
        ) : (
          <GroupEntry key={slug} {...part} parts={parts} />
        );
      })}
    </>
  );
}

function SwitchEntry({ path, value }: PartProps): JSX.Element {
  const { naming, change, isReadOnly, value: whole } = useFormScope();
  const { error } = useLabels(path);
  const { shop } = useShop();
  // Held is what is saved; on is what people think of.
  const isHeld = isHolding(naming, path, whole);
  const until = typeof value === 'string' && Date.parse(value) > Date.now() ? value : undefined;
  const isOn = isHeld ? value !== true && until === undefined : value === true;
  return (
    <div data-part={path.join('.')}>
      <Switch
        label={partName(naming, path, whole)}
        state={say(isHeld ? (isOn ? texts.on : texts.off) : isOn ? texts.yes : texts.no)}
        hint={error ?? (until === undefined ? undefined : heldUntil(until, shop.zone))}
        checked={isOn}
        disabled={isReadOnly}
        onChange={(checked) => change(path, isHeld ? !checked : checked)}
      />
    </div>
  );
}

/** A switch that holds starts, be it for a time. */
function isHolding(naming: Naming, path: ValuePath, whole: unknown): boolean {
  return widgetOf(patternOf(naming, path, whole)) === 'held';
}

/** Without an entry the workflow has the standard. */
function GroupEntry(props: PartProps & { parts: (part: PartProps) => JSX.Element }): JSX.Element {
  const { path, schema, value, parts } = props;
  const { naming, change, isReadOnly, value: whole } = useFormScope();
  const isSet = value !== undefined;
  return (
    <div class={styles.entry} data-part={path.join('.')}>
      <Group label={partName(naming, path, whole)}>
        <Switch
          label={say(texts.deviates)}
          hint={isSet ? undefined : say(texts.standard(valueWords(naming, path, schema, blankOf(schema))))}
          checked={isSet}
          disabled={isReadOnly}
          onChange={(checked) => change(path, checked ? blankOf(schema) : undefined)}
        />
        {isSet && parts({ path, schema, value })}
      </Group>
    </div>
  );
}

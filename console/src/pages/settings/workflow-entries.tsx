import type { JSX } from 'preact';
import { Switch } from '../../parts/switch.tsx';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { Group, type PartProps } from './field-group.tsx';
import styles from './form.module.css';
import { useFormScope, useLabels } from './form-scope.ts';
import { partName, valueWords } from './setting-words.ts';
import { blankOf, entriesOf, isGroup } from './value-schema.ts';
import { widgetOf } from './widgets.ts';

/** A part that has an entry for each workflow: all workflows of the release, and whatever else is set. */
export function WorkflowEntries(props: PartProps & { parts: (part: PartProps) => JSX.Element }): JSX.Element {
  const { path, schema, value, parts } = props;
  const { naming } = useFormScope();
  const group = isGroup(value) ? value : {};
  const entries = entriesOf(schema) ?? {};
  const slugs = [...new Set([...naming.workflows.keys(), ...Object.keys(group)])];
  return (
    <>
      {slugs.map((slug) => {
        const part = { path: [...path, slug], schema: entries, value: group[slug] };
        return entries.type === 'boolean' ? (
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
  const { pattern, error } = useLabels(path);
  // Held is what is saved; on is what people think of.
  const isHeld = widgetOf(pattern) === 'held';
  const isOn = isHeld ? value !== true : value === true;
  return (
    <div data-part={path.join('.')}>
      <Switch
        label={partName(naming, path, whole)}
        state={say(isHeld ? (isOn ? texts.on : texts.off) : isOn ? texts.yes : texts.no)}
        hint={error}
        checked={isOn}
        disabled={isReadOnly}
        onChange={(checked) => change(path, isHeld ? !checked : checked)}
      />
    </div>
  );
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

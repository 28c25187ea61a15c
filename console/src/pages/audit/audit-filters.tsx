import type { JSX } from 'preact';
import { Field, SelectField } from '../../parts/fields.tsx';
import { Filters } from '../../parts/filters.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { href, replace } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { auditKindTexts, auditTexts as texts } from '../../texts/audit-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import type { People } from './entry-words.ts';

interface AuditFiltersProps {
  readonly query: Readonly<Record<string, string>>;
  readonly people: People;
}

export function AuditFilters({ query, people }: AuditFiltersProps): JSX.Element {
  const { member } = useShop();
  const { actor = '', action = '', from = '', to = '' } = query;
  const filterBy = (changed: Readonly<Record<string, string>>) =>
    replace(href('audit', {}, { ...query, seq: undefined, ...changed }));
  const others = people.filter(({ sub }) => sub !== member.sub);
  const known = [
    { value: '', label: say(partsTexts.all) },
    { value: member.sub, label: say(texts.me(member.name)) },
    ...others.map(({ sub, name }) => ({ value: sub, label: name })),
  ];
  const actors = known.some(({ value }) => value === actor)
    ? known
    : [...known, { value: actor, label: actor }];
  const kinds = Object.entries(auditKindTexts).map(([value, says]) => ({ value, label: say(says) }));
  const chosen = kinds.some(({ value }) => value === action) || action === '' ? [] : [action];
  return (
    <Filters label={say(texts.filter)}>
      <SearchField
        label={say(texts.subject)}
        placeholder={say(texts.subjectExample)}
        value={query.subject ?? ''}
        onChange={(subject) => filterBy({ subject })}
      />
      <SearchField
        label={say(texts.run)}
        hasKey={false}
        placeholder={say(texts.runExample)}
        value={query.run ?? ''}
        onChange={(run) => filterBy({ run })}
      />
      <SelectField
        label={say(texts.actor)}
        value={actor}
        options={actors}
        onChange={(value) => filterBy({ actor: value })}
      />
      <SelectField
        label={say(texts.action)}
        value={action}
        options={[
          { value: '', label: say(partsTexts.all) },
          ...kinds,
          ...chosen.map((value) => ({ value, label: value })),
        ]}
        onChange={(value) => filterBy({ action: value })}
      />
      <DayField
        label={say(texts.from)}
        value={from}
        max={to}
        onChange={(value) => filterBy({ from: value })}
      />
      <DayField label={say(texts.to)} value={to} min={from} onChange={(value) => filterBy({ to: value })} />
    </Filters>
  );
}

function DayField(props: {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}): JSX.Element {
  const { label, value, min = '', max = '', onChange } = props;
  return (
    <Field label={label}>
      {(input) => (
        <input
          {...input}
          type="date"
          value={value}
          min={min}
          max={max}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

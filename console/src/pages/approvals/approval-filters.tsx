import type { JSX } from 'preact';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { SelectField } from '../../parts/fields.tsx';
import { Filters } from '../../parts/filters.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { statusTexts } from '../../texts/status-texts.ts';
import { say } from '../../texts/text.ts';
import { approvalStatuses, type QueueFilter } from './queue.ts';

interface ApprovalFiltersProps {
  readonly filter: QueueFilter;
  readonly query: PageProps['query'];
  readonly workflows: WorkflowsAnswer['workflows'];
}

export function ApprovalFilters({ filter, query, workflows: known }: ApprovalFiltersProps): JSX.Element {
  const filterBy = (changed: Readonly<Record<string, string | undefined>>) =>
    replace(href('approvals', {}, { ...query, ...changed }));
  const workflows = known.map(({ slug, title }) => ({ value: slug, label: say(title) }));
  const isKnown = workflows.some(({ value }) => value === filter.workflow);
  const named =
    filter.workflow === undefined || isKnown ? [] : [{ value: filter.workflow, label: filter.workflow }];
  return (
    <Filters label={say(texts.filter)}>
      <SelectField
        label={say(texts.status)}
        value={filter.status}
        options={approvalStatuses.map((value) => ({ value, label: say(statusTexts[value]) }))}
        onChange={(value) => filterBy({ status: value === 'open' ? undefined : value })}
      />
      <SelectField
        label={say(texts.workflow)}
        value={filter.workflow ?? ''}
        options={[{ value: '', label: say(partsTexts.all) }, ...workflows, ...named]}
        onChange={(value) => filterBy({ workflow: value })}
      />
      {filter.status === 'open' && (
        <SelectField
          label={say(texts.whose)}
          value={filter.isMine ? 'me' : ''}
          options={[
            { value: '', label: say(texts.anybody) },
            { value: 'me', label: say(texts.me) },
          ]}
          onChange={(value) => filterBy({ whose: value })}
        />
      )}
      {filter.status === 'open' && (
        <SelectField
          label={say(texts.order)}
          value={filter.order}
          options={[
            { value: 'oldest', label: say(texts.orderOldest) },
            { value: 'expiring', label: say(texts.orderExpiring) },
          ]}
          onChange={(value) => filterBy({ order: value === 'oldest' ? undefined : value })}
        />
      )}
    </Filters>
  );
}

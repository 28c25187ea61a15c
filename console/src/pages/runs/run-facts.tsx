import type { ComponentChildren, JSX } from 'preact';
import type { RunAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Cost, Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { runTexts as texts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './run-facts.module.css';
import { costOf, stageTook } from './stage-words.ts';

/** What the run is about, where it comes from, what it took, and where to read on. */
export function RunFacts(props: { run: RunAnswer; workflow: WorkflowAnswer | undefined }): JSX.Element {
  const { run, workflow } = props;
  const title = workflow === undefined ? run.workflow : say(workflow.title);
  return (
    <section class={styles.facts} aria-label={say(texts.facts)}>
      <dl>
        <Fact title={say(texts.workflow)}>{say(texts.workflowVersion(title, run.workflowVersion))}</Fact>
        <Fact title={say(texts.trigger)}>
          <Starters run={run} />
        </Fact>
        <Fact title={say(texts.attempt)}>{run.attempt}</Fact>
        <Fact title={say(texts.started)}>
          <Time at={run.startedAt} style="short" />
        </Fact>
        {run.endedAt !== undefined && <Fact title={say(texts.took)}>{stageTook(run)}</Fact>}
        <Fact title={say(texts.cost)}>
          <Cost microUsd={costOf(run)} />
        </Fact>
        <Fact title={say(texts.id)}>
          <span class={styles.id}>
            <code>{run.id}</code> <CopyButton text={run.id} label={say(texts.copyId)} />
          </span>
        </Fact>
      </dl>
      <MoreLinks run={run} />
    </section>
  );
}

function Fact({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Starters({ run }: { run: RunAnswer }): JSX.Element {
  const { member } = useShop();
  const { kind, startedBy = [] } = run.trigger;
  const names = startedBy.map((sub) => {
    const name = nameOf(run, sub);
    return sub === member.sub ? say(texts.you(name)) : name;
  });
  const how = say(texts[kind]);
  return <>{names.length === 0 ? how : say(texts.triggerBy(how, names.join(', ')))}</>;
}

/** Who has left the shop has no name any more. */
export function nameOf({ people }: RunAnswer, sub: string): string {
  return people.find((one) => one.sub === sub)?.name ?? say(texts.formerMember);
}

function MoreLinks({ run }: { run: RunAnswer }): JSX.Element {
  const { member } = useShop();
  const sku = run.pilot?.sku;
  const { approval, publication } = run.result ?? {};
  return (
    <nav aria-label={say(texts.more)}>
      <ul>
        {sku !== undefined && (
          <li>
            <a href={href('products/:sku', { sku })}>{say(texts.product(sku))}</a>
          </li>
        )}
        {sku !== undefined && typeof publication === 'string' && (
          <li>
            <a href={href('products/:sku', { sku }, { publication })}>{say(texts.publication)}</a>
          </li>
        )}
        {typeof approval === 'string' && (
          <li>
            <a href={href('approvals/:id', { id: approval })}>{say(texts.approval)}</a>
          </li>
        )}
        <li>
          <a href={href('runs', {}, { subject: run.subject.id, days: 31 })}>{say(texts.sameSubject)}</a>
        </li>
        {hasRole(member, ['approver', 'admin']) && (
          <li>
            <a href={href('audit', {}, { run: run.id })}>{say(texts.audit)}</a>
          </li>
        )}
      </ul>
    </nav>
  );
}

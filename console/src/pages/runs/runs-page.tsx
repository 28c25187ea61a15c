import type { JSX } from 'preact';
import type { Run } from '../../../../functions/platform/runs/run.ts';
import { useLoad } from '../../api/use-load.ts';
import { runsTexts as texts } from '../../texts/runs-texts.ts';
import { say } from '../../texts/text.ts';

export default function RunsPage(): JSX.Element {
  const { data } = useLoad((api, signal) => api.get<{ runs: readonly Run[] }>('runs', {}, { signal }));
  return (
    <>
      <h1>{say(texts.title)}</h1>
      <ul>
        {data?.runs.map((run) => (
          <li key={run.id}>{run.subject.label}</li>
        ))}
      </ul>
    </>
  );
}

import { StatesService } from '../../../local/states/service.ts';
import { FUNCTION, IDENTITY } from './states-stand.ts';

// A process of its own, to be killed: runs a task that never returns, and says when it was called.
const directory = process.argv[2] ?? '';
const service = new StatesService({
  directory,
  identity: IDENTITY,
  invoker: {
    invoke: (_name, payload) => {
      console.log(`called ${payload}`);
      return new Promise(() => setInterval(() => {}, 1000));
    },
  },
});
await service.start();
const { ref } = await service.provision({
  type: 'AWS::StepFunctions::StateMachine',
  logicalId: 'Endless',
  stackName: 'Test',
  metadata: {},
  properties: {
    StateMachineName: 'Endless',
    DefinitionString: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Work',
      States: {
        Work: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: FUNCTION, Payload: { n: 1 } },
          End: true,
        },
      },
    }),
  },
});
await service.startExecution({ stateMachineArn: ref, name: 'one', input: '{}' });

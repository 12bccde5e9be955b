import { runStep } from '../../../lib/steps/run-step';
import { STEPS } from '../../../lib/steps/steps';
import { machine } from '../../../lib/steps/world/real-world';
import { scriptedAws } from './scripted-aws';
import { STAND_INS } from './stand-ins';

// Runs a step as CodeBuild does, but AWS answers by a script, and waiting takes no time.
const { SCRIPTED_AWS, CALLS, STAND_INS: names, ...variables } = process.env;
const standIns = (names ?? '').split(' ').filter(Boolean).map(name => STAND_INS[name](process.env));
let waited = 0;
const real = machine({ ...variables, CALLS });
void runStep(STEPS, process.argv[2], {
  ...real,
  ...standIns.find(({ fetch }) => fetch) ? { fetch: standIns.find(({ fetch }) => fetch)!.fetch! } : {},
  aws: scriptedAws(SCRIPTED_AWS!, CALLS!, standIns),
  now: () => Date.now() + waited,
  pause: async seconds => void (waited += seconds * 1000),
}).then(code => process.exit(code));

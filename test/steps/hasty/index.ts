import { runStep } from '../../../lib/steps/run-step';
import { STEPS } from '../../../lib/steps/steps';
import { realWorld } from '../../../lib/steps/world/real-world';

// Runs a step as CodeBuild does, but tries follow each other at once.
const pause = () => new Promise<void>(resolve => setTimeout(resolve, 100));
void runStep(STEPS, process.argv[2], { ...realWorld(process.env), pause }).then(code => process.exit(code));

import { runStep } from './run-step';
import { STEPS } from './steps';
import { realWorld } from './world/real-world';

// The entry of the bundle: node step.mjs NAME
process.umask(0o022);
void runStep(STEPS, process.argv[2], realWorld(process.env)).then(code => process.exit(code));

import { COSIGN } from './cosign';
import { goTool } from './go-tools';
import { KYVERNO } from './kyverno';

// Compiles what the deploy tests use of Go before they begin, for it takes minutes.
process.stdout.write(`${goTool(COSIGN)}\n${goTool(...KYVERNO)}\n`);
